"""Made-up interface text: labels, headings, sentences, names, prices, dates, code; nothing copied from a site."""

from __future__ import annotations

from random import Random

_VERBS = """Save Cancel Delete Submit Send Edit Add Remove Update Create Continue Back Next Finish Close Open Apply Reset Search
Filter Sort Export Import Download Upload Print Share Copy Paste Undo Redo Refresh Reload Retry Confirm Approve Reject Accept
Decline Publish Archive Restore Duplicate Rename Move Select Clear Start Stop Pause Resume Connect Disconnect Enable Disable
Install Verify Subscribe Unsubscribe Follow Like Reply Forward Post Comment Report Block Invite Join Leave Register Preview
View Show Hide Expand Collapse Assign Merge Deploy Rollback Compare Checkout Buy Order Track Return Refund Donate Pay""".split()
_OBJECTS = """changes|account|profile|order|invoice|message|file|folder|project|report|user|team|comment|item|task|event|contact|payment
method|address|password|settings|draft|template|image|video|document|ticket|branch|release|key|domain|plan|subscription|cart|list|
note|label|rule|device|session|backup|domain|workflow|campaign|customer|product|coupon|review|photo|playlist|course|lesson|booking|
room|ticket|seat|recipe|webhook|token|column|row|widget|chart|filter|view|schema|table|query""".replace("\n", " ").split("|")
_BUTTONS = """Sign in|Log in|Sign up|Log out|Sign out|Register|Get started|Learn more|Read more|Add to cart|Buy now|Checkout|Place order|
Save changes|Save as draft|Try again|Go back|Load more|See all|View details|Contact us|Contact sales|Start free trial|Book a demo|Subscribe|
Forgot password?|Reset password|Continue with Google|Continue with GitHub|Create account|New project|Add row|Remove all|Mark as read|Select all|
Upload file|Choose file|Take a tour|Watch video|Download PDF|Export CSV|Invite people|Send message|Post comment|OK|Yes|No|Done|Skip|Submit|Cancel|
Accept all|Reject all|Manage cookies|Manage preferences|Dismiss|Got it|Not now|Upgrade|Upgrade to Pro|Compare plans|Apply coupon|Proceed to payment|
Continue shopping|Track order|Write a review|Ask a question|Follow|Following|Unfollow|Join now|Find a store|Click me|Click here|Toggle|Go|Run|
Clear completed|Show advanced options|Remember this device|Change|Delete account|Generate key|Test connection|Preview|Publish now|Schedule""".replace("\n", "").split("|")
_NAV = """Home|About|About us|Services|Products|Pricing|Blog|Contact|News|Shop|Portfolio|Team|Careers|Docs|Documentation|Support|Help|FAQ|Features|
Gallery|Events|Community|Forum|Download|Account|Dashboard|Orders|Customers|Reports|Analytics|Settings|Users|Projects|Tasks|Calendar|Messages|
Notifications|Profile|Billing|Integrations|Security|Activity|Members|Files|Inbox|Sent|Drafts|Trash|Spam|Starred|Archive|Library|Explore|Trending|
Women|Men|Kids|Sale|New arrivals|Brands|Electronics|Books|Garden|Sports|Toys|Tutorials|Guides|API|Reference|Examples|Changelog|Status|Partners|Press|
Investors|Recipes|Travel|Culture|Science|Business|Opinion|Weather|Video|Podcasts|Components|Layouts|Forms|Tables|Charts|Icons|Utilities|Overview""".replace("\n", "").split("|")
_FIELDS = """Email|Email address|Password|Confirm password|Username|First name|Last name|Full name|Phone|Phone number|Company|Job title|Website|
Address|Street address|Address line 2|City|ZIP code|Postal code|State|Country|Card number|Expiration date|CVC|Name on card|Subject|Message|Comment|
Title|Description|Price|Quantity|Amount|Date|Start date|End date|Time|Category|Tags|Language|Time zone|Currency|Gender|Age|Birthday|Search|Notes|
Coupon code|Order number|Bio|Display name|Slug|URL|Color|Size|Priority|Assignee|Due date|Status|Department|Role|Host|Port|Database|API key|Branch|
Version|Number of guests|Check-in|Check-out|From|To|Height|Weight|Nickname|Reference|Tax ID|IBAN|Account holder|Delivery notes|Feedback|Question""".replace("\n", "").split("|")
_CHOICES = """Remember me|Keep me signed in|I agree to the terms and conditions|Send me product updates|Subscribe to the newsletter|Email notifications|
Push notifications|SMS alerts|Dark mode|Auto-save|Show hidden files|Enable two-factor authentication|Public profile|Allow comments|Billing same as shipping|
Gift wrap this order|Express delivery|Standard delivery|Pick up in store|Credit card|PayPal|Bank transfer|Cash on delivery|Small|Medium|Large|Extra large|
Daily|Weekly|Monthly|Never|Everyone|Only me|Friends|Admin|Editor|Viewer|Male|Female|Other|Option one|Option two|Option 3|Red|Green|Blue|Free shipping|
In stock only|On sale|4 stars and up|Include archived|Use default settings|Make this repository private|Notify the team|Set as primary|Yes|No|Maybe|
Sync over Wi-Fi only|Show previews|Play sounds|Location services|Share usage data|Automatic updates|Airplane mode|Bluetooth|Beta features|Compact layout""".replace("\n", "").split("|")
_FIRST = """Anna Ben Clara David Emma Felix Grace Henry Ines Jack Kira Liam Maya Noah Olivia Paul Quinn Rosa Sam Tara Uma Victor Wendy Xavier Yara Zoe
José Zoë Łukasz Søren Aïsha Müller François Björn Chloé Jürgen Núria Ömer Siân Élise Mateo Priya Kenji Fatima Omar Ingrid Dmitri Aaliyah Wei Sofia""".split()
_LAST = """Smith Jones Garcia Miller Davis Lopez Wilson Moore Taylor Thomas Jackson White Harris Clark Lewis Young Walker Hall Allen King Wright Scott
Torres Nguyen Hill Flores Green Adams Nelson Baker Rivera Campbell Mitchell Carter Roberts Çelik Dvořák Müller Peña Kowalski Sørensen O'Neill Nowak Rossi
Silva Andersson Tanaka Kumar Okafor Haddad Ivanov Schneider Dubois Fernández Weiß Lindqvist""".split()
_ADJECTIVES = """Classic Modern Wireless Portable Organic Vintage Slim Ultra Compact Premium Smart Leather Cotton Wooden Steel Ceramic Foldable Waterproof
Electric Handmade Nordic Urban Soft Bright Silent Rapid Golden Arctic Coastal Recycled Linen Oak Copper Glass""".split()
_THINGS = """Backpack|Headphones|Lamp|Jacket|Mug|Keyboard|Watch|Sneakers|Chair|Desk|Bottle|Camera|Speaker|Wallet|Notebook|Sunglasses|Bike|Tent|Blender|
Kettle|Sofa|Shelf|T-shirt|Hoodie|Dress|Candle|Poster|Pillow|Blanket|Charger|Mouse|Monitor|Tripod|Umbrella|Guitar|Plant pot|Cutting board|Rug|Clock""".replace("\n", "").split("|")
_NOUNS = """team release design market river garden system project city teacher engine history report kitchen signal library museum forest network planet
market budget weather language coffee harbor island bridge student picture window memory payment schedule customer question answer server browser device
journey season morning village theater research method structure pattern color energy detail product delivery account support guide community""".split()
_VERBS3 = """improves changes follows explains supports opens requires shows keeps builds reaches finds returns connects protects replaces includes
measures reduces updates describes carries creates moves covers""".split()
_MODIFIERS = """new small quiet fast simple local early modern open careful hidden public common final clear steady bright useful recent shared secure
daily weekly reliable strange complete partial""".split()
_TAILS = """in a few minutes|for every member of the team|without any extra cost|before the end of the month|at the same time|across all your devices|
with one click|on most weekdays|because of a recent change|in more than 40 countries|since the last update|when you need it most|as soon as possible|
from start to finish|even while you are offline|in plain language|after the first week|and nothing else""".replace("\n", "").split("|")
_HEADS = """{N} settings|Recent {n}s|Your {n}s|All {n}s|{M} {n}|Why the {n} matters|How to choose a {m} {n}|Welcome back|Welcome back, {f}|Create your account|
Latest news|Popular {n}s|Frequently asked questions|What our customers say|Simple, honest pricing|Get in touch|Our {m} {n}|The {m} guide to {n}s|{N} overview|
Order summary|Shipping address|Payment method|Personal information|Related {n}s|Getting started|Installation|Configuration|Troubleshooting|A {m} {n} for everyone|
Build your {n} faster|Top 10 {n}s of {y}|Features|Team members|Statistics|{y} in numbers|Terms of service|Privacy policy|Thank you!|Page not found|
Something went wrong|Your cart|Checkout|Sign in|Sign up|Forgot your password?|Reset your password|Notifications|Security|Billing|Subscribe to our newsletter""".replace("\n", "").split("|")
_BADGES = "New|Sale|Beta|Draft|Active|Inactive|Pending|Paid|Overdue|Shipped|Delivered|Cancelled|Open|Closed|Merged|Hot|-20%|-50%|Free|Pro|Admin|Info|Warning|Error|Success|High|Low|Medium|Urgent|In progress|Done|Blocked|v2|Stable|Deprecated|Featured|Sold out|Popular|99+|Live|Online|Offline".split("|")
_ERRORS = """Please enter a valid email address.|This field is required.|Passwords do not match.|Must be at least 8 characters.|Invalid username or password.|
That name is already taken.|Card number is invalid|Please choose an option|Value must be between 1 and 100|Enter a valid date (MM/DD/YYYY)|The file is too large (max. 5 MB)""".replace("\n", "").split("|")
_ALERTS = """Your changes have been saved.|Payment failed. Please check your card details.|A new version is available.|Your session will expire in 5 minutes.|
Message sent!|Item added to cart.|Your order #{i} has been placed.|We could not reach the server.|You have {d} unread messages.|Heads up! Read this before you continue.|
Well done! You completed the {n}.|Warning! Better check the {n} again.|Your password was changed.|Disk space is almost full ({d} % used).|File uploaded successfully.|
Maintenance is planned for Sunday, 02:00–04:00 UTC.|Oh snap! Change a few things and try again.|Your trial ends in {d} days.|Email verified ✓|3 items need your attention""".replace("\n", "").split("|")
_FOREIGN = ("日本語のテキスト", "中文界面 设置", "Настройки профиля", "الإعدادات العامة", "Ρυθμίσεις λογαριασμού", "설정 및 도움말", "हिन्दी में पढ़ें", "หน้าแรก", "הגדרות")
_MONTHS = "January February March April May June July August September October November December".split()
_CODE = ("const {a} = await {b}.get('{c}');", "import {a} from '{b}'", "def {a}({b}, {c}=None):", "    return {a}.{b}({c})", "npm install --save {a}-{b}",
         "$ git commit -m \"{a} {b}\"", "for ({a} = 0; {a} < {d}; {a}++) {{", "}}", "if {a} is not None and {b} > {d}:", "<div class=\"{a}\">{b}</div>",
         "SELECT {a}, {b} FROM {c} WHERE id = {d};", ".{a} {{ padding: {d}px; }}", "// {a} the {b} before {c}", "{a}: {b}", "console.log({a}[{d}], \"{b}\");",
         "pip install {a}=={d}.2.1", "export {a}_PATH=/usr/local/{b}", "assert {a}({d}) == {b}  # {c}")


class Words:
    """A stream of interface text drawn from one generator; `foreign` pages now and then use a script we do not read."""

    def __init__(self, rng: Random, foreign: bool = False) -> None:
        self._rng = rng
        self.foreign = foreign
        self.brand = self._brand()

    def _pick(self, options: list[str] | tuple[str, ...]) -> str:
        return self._rng.choice(options)

    def _brand(self) -> str:
        first = self._pick("Nor Vel Lum Ark Zen Ori Tal Mer Kin Pol Bre Sol Fen Qua Hex Ivo Dra Cal".split())
        last = self._pick("dia ora ix tica va lane mint bit wave ly craft stack nest hub space io ium ford".split())
        return self._pick((first + last, f"{first}{last}.io", f"{first.upper()}{last.upper()}", f"{first}{last} & Co.", f"{self._pick(_NOUNS).title()}{self._pick(_NOUNS).title()}", f"{first}{last}"))

    def _maybe_foreign(self, text: str) -> str:
        return self._pick(_FOREIGN) if self.foreign and self._rng.random() < 0.4 else text

    def button(self) -> str:
        r = self._rng.random()
        if r < 0.45:
            text = self._pick(_BUTTONS)
        elif r < 0.65:
            text = self._pick(_VERBS)
        elif r < 0.95:
            text = f"{self._pick(_VERBS)} {self._pick(_OBJECTS)}"
        else:
            text = self._pick(("→", "Next →", "← Back", "× Close", "+ Add", "✓ Done", "Continue »", "OK", "1", "A", "…", "More…", "Go!"))
        return self._maybe_foreign(text)

    def nav(self) -> str:
        return self._maybe_foreign(self._pick(_NAV) if self._rng.random() < 0.9 else self._pick(_OBJECTS).title() + "s")

    def navs(self, count: int) -> list[str]:
        return self._rng.sample(_NAV, count) if not self.foreign else [self.nav() for _ in range(count)]

    def field(self) -> str:
        return self._maybe_foreign(self._pick(_FIELDS) if self._rng.random() < 0.9 else f"{self._pick(_OBJECTS).title()} {self._pick(('name', 'ID', 'type', 'code'))}")

    def fields(self, count: int) -> list[str]:
        return self._rng.sample(_FIELDS, count)

    def choice(self) -> str:
        return self._maybe_foreign(self._pick(_CHOICES) if self._rng.random() < 0.85 else self.short())

    def noun(self) -> str:
        return self._pick(_NOUNS)

    def option(self) -> str:
        return self._pick((self._pick(_CHOICES), self._pick(_NAV), self._pick(_OBJECTS).title(), f"{self._rng.randint(1, 100)}", self.name()))

    def heading(self) -> str:
        return self._maybe_foreign(self._fill(self._pick(_HEADS)))

    def title(self) -> str:
        """A short slogan for a hero."""
        return self._maybe_foreign(self._pick((
            f"The {self._pick(_MODIFIERS)} way to {self._pick(_VERBS).lower()} your {self.noun()}", f"{self._pick(_VERBS)}. {self._pick(_VERBS)}. {self._pick(_VERBS)}.",
            f"Meet {self.brand}", f"Your {self.noun()}, {self._pick(_MODIFIERS)} again", f"{self._pick(_MODIFIERS).title()} {self.noun()}s for {self._pick(_MODIFIERS)} teams",
            self.heading(), f"Hello, I’m {self.name()}", f"{self.brand} {self._rng.randint(2, 12)}.0 is here", f"{self._pick(_MODIFIERS).upper()} {self.noun().upper()}")))

    def _fill(self, pattern: str) -> str:
        noun = self.noun()
        return pattern.format(n=noun, N=noun.title(), m=self._pick(_MODIFIERS), M=self._pick(_MODIFIERS).title(), f=self._pick(_FIRST),
                              y=self._rng.randint(1996, 2026), i=self._rng.randint(1000, 99999), d=self._rng.randint(2, 98))

    def sentence(self) -> str:
        rng = self._rng
        subject = f"{self._pick(('The', 'A', 'This', 'Our', 'Every', 'Your'))} {self._pick(_MODIFIERS) + ' ' if rng.random() < 0.5 else ''}{self.noun()}"
        text = f"{subject} {self._pick(_VERBS3)} {self._pick(('the', 'a', 'one', 'your', 'each'))} {self._pick(_MODIFIERS) + ' ' if rng.random() < 0.4 else ''}{self.noun()}"
        if rng.random() < 0.5:
            text += " " + self._pick(_TAILS)
        if rng.random() < 0.15:
            text += self._pick((f" ({self.number()})", f", “{self.noun()}” for short", f" — see {self._pick(_NAV)}", f"; it’s about {self._rng.randint(2, 99)} %", f" [{rng.randint(1, 40)}]"))
        return self._maybe_foreign(text + self._pick(("." * 8 + "!?")))

    def paragraph(self, count: int) -> str:
        return " ".join(self.sentence() for _ in range(count))

    def short(self) -> str:
        return f"{self._pick(_MODIFIERS).title()} {self.noun()}" if self._rng.random() < 0.6 else f"{self._pick(_VERBS)} the {self.noun()}"

    def name(self) -> str:
        return f"{self._pick(_FIRST)} {self._pick(_LAST)}"

    def first(self) -> str:
        return self._pick(_FIRST)

    def email(self) -> str:
        return f"{self._pick('anna ben clara info sales j.smith maya_k hello no-reply tom.b support'.split())}{self._rng.choice(('', str(self._rng.randint(1, 99))))}@{self._pick(('example.com', 'mail.test', 'acme.example', 'company.test', 'example.org'))}"

    def price(self) -> str:
        value = self._rng.choice((self._rng.uniform(0.5, 99), self._rng.uniform(10, 2500)))
        sign = self._pick(("$", "$", "$", "€", "£"))
        return self._pick((f"{sign}{value:,.2f}", f"{sign}{value:,.2f}", f"{value:.2f} {sign}", f"{sign}{value:,.0f}", f"USD {value:.2f}", f"{value:.2f}".replace(".", ",") + " €"))

    def number(self) -> str:
        rng = self._rng
        return self._pick((str(rng.randint(0, 99)), f"{rng.randint(1000, 999999):,}", f"{rng.uniform(0, 100):.1f}%", f"{rng.uniform(1, 99):.1f}k", f"#{rng.randint(1, 99999)}", f"{rng.uniform(0, 10):.2f}", f"+{rng.randint(1, 90)}%", f"-{rng.uniform(0, 9):.1f}%"))

    def date(self) -> str:
        rng = self._rng
        y, m, d = rng.randint(1998, 2027), rng.randint(1, 12), rng.randint(1, 28)
        return self._pick((f"{y}-{m:02}-{d:02}", f"{m:02}/{d:02}/{y}", f"{d}.{m}.{y}", f"{_MONTHS[m - 1]} {d}, {y}", f"{_MONTHS[m - 1][:3]} {d}", f"{d} {_MONTHS[m - 1][:3]} {y}",
                           f"{rng.randint(2, 59)} min ago", f"{rng.randint(2, 23)} hours ago", "Yesterday", "just now", f"{rng.randint(0, 23):02}:{rng.randint(0, 59):02}"))

    def identifier(self) -> str:
        rng = self._rng
        hexa = "".join(rng.choices("0123456789abcdef", k=8))
        return self._pick((hexa, f"#{rng.randint(100, 99999)}", f"v{rng.randint(0, 9)}.{rng.randint(0, 20)}.{rng.randint(0, 9)}", f"{self._pick('ABC INV ORD TX SKU REF'.split())}-{rng.randint(1000, 99999)}",
                           f"@{self._pick(_FIRST).lower()}{rng.randint(1, 99)}", f"#{self.noun()}", "".join(rng.choices("ABCDEFGHJKLMNPQRSTUVWXYZ23456789", k=6)), f"{rng.randint(1, 255)}.{rng.randint(0, 255)}.0.{rng.randint(1, 254)}",
                           f"{self.noun()}_{self.noun()}.{self._pick('pdf png docx csv zip mp4 txt py tar.gz'.split())}", f"(555) {rng.randint(100, 999)}-{rng.randint(1000, 9999)}"))

    def product(self) -> str:
        return self._maybe_foreign(f"{self._pick(_ADJECTIVES)} {self._pick(_THINGS)}" + (f" {self._pick(('XL', 'Pro', 'Mini', '2', 'II', '(Black)', '– Set of 4', '500 ml', 'S9'))}" if self._rng.random() < 0.3 else ""))

    def badge(self) -> str:
        return self._pick(_BADGES) if self._rng.random() < 0.8 else str(self._rng.randint(1, 120))

    def error(self) -> str:
        return self._pick(_ERRORS)

    def alert(self) -> str:
        return self._maybe_foreign(self._fill(self._pick(_ALERTS)))

    def link(self) -> str:
        return self._pick((self.nav(), self.short(), self._pick(_BUTTONS), self.heading(), f"www.{self.noun()}-{self.noun()}.example", "here", "Terms of Service", "Privacy Policy", self.identifier()))

    def code(self) -> str:
        return self._pick(_CODE).format(a=self.noun(), b=self.noun(), c=self.noun(), d=self._rng.randint(0, 99))

    def cell(self) -> str:
        return self._pick((self.name(), self.email(), self.number(), self.date(), self.price(), self.identifier(), self.product(), self._pick(_BADGES), self._pick(_NAV)))

    def value(self, label: str) -> str:
        """A plausible filled-in value for a field label."""
        low = label.lower()
        for key, make in (("mail", self.email), ("name", self.name), ("date", self.date), ("price", self.price), ("phone", lambda: f"(555) {self._rng.randint(100, 999)}-0{self._rng.randint(100, 199)}"),
                          ("code", self.identifier), ("number", self.identifier), ("url", lambda: f"https://{self.noun()}.example/{self.noun()}"), ("website", lambda: f"https://{self.noun()}.example"), ("city", lambda: self._pick(("Berlin", "Austin", "Lyon", "Kraków", "Oslo", "Malmö", "Porto")))):
            if key in low:
                return make()
        return self._pick((self.short(), self.product(), self.number(), self.name()))
