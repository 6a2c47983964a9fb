"""The words pages are made of: made up here, none copied from a site."""

from __future__ import annotations

from random import Random

NAV = """Home;About;About us;Features;Pricing;Blog;Docs;Documentation;Contact;Support;Help;Shop;Products;Services;Team;
Careers;News;Events;Gallery;Portfolio;FAQ;Login;Sign in;Sign up;Log out;Dashboard;Settings;Profile;Account;Orders;
Customers;Reports;Analytics;Messages;Inbox;Calendar;Projects;Tasks;Files;Users;Billing;Integrations;Overview;
Components;Examples;Themes;Downloads;Community;Forum;Terms;Privacy;Privacy Policy;Terms of Service;Cookies;Imprint;
Status;Changelog;Roadmap;Partners;Press;Categories;New arrivals;Sale;Men;Women;Kids;Books;Music;Movies;Sports;
Travel;Food;Health;Science;Layout;Buttons;Forms;Tables;Cards;Charts;Utilities;Pages""".replace("\n", "").split(";")
ACTIONS = """Submit;Save;Save changes;Cancel;Delete;Edit;Add;Add to cart;Buy now;Checkout;Continue;Next;Previous;Back;Search;
Send;Send message;Reset;Apply;Close;Open;Download;Upload;Share;Follow;Subscribe;Sign in;Sign up;Log in;Log out;
Register;Create account;Get started;Learn more;Read more;Try it free;View details;View all;Show more;Confirm;OK;Yes;
No;Accept;Decline;Update;Refresh;Print;Export;Import;Copy;Paste;Duplicate;Archive;Restore;Invite;Invite member;
New project;New message;Reply;Forward;Mark as read;Book now;Reserve;Compare;Add to wishlist;Place order;Pay now;
Track order;Remove;Clear;Clear all;Select;Choose file;Browse;Filter;Sort;Preview;Publish;Discard;Undo;Redo;Like;
Comment;Join;Leave;Start;Stop;Play;Pause;Retry;Generate;Connect;Disconnect;Enable;Disable;Upgrade;Go;Primary;
Secondary;Success;Danger;Warning;Info;Light;Dark;Link;Small;Large;Default;Action;Another action""".replace("\n", "").split(";")
# label | type | placeholder
FIELDS = """Email|email|you@example.com;Email address|email|name@domain.com;Password|password|;
Confirm password|password|Repeat password;Username|text|Username;First name|text|Jane;Last name|text|Doe;
Full name|text|Your name;Name|text|Enter your name;Phone|tel|+1 555 0100;Phone number|tel|;
Address|text|12 Main Street;Street|text|;City|text|City;State|select|;Zip code|text|90210;Postcode|text|;
Country|select|;Company|text|Company name;Job title|text|;Website|url|https://;Subject|text|What is it about?;
Message|area|Write your message here...;Comments|area|Leave a comment;Description|area|;
Bio|area|Tell us about yourself;Notes|area|Optional;Search|search|Search...;Search products|search|Search products;
Quantity|number|1;Amount|number|0.00;Price|number|;Date of birth|text|DD/MM/YYYY;Start date|text|;
Card number|text|1234 5678 9012 3456;Expiry date|text|MM / YY;CVC|text|123;Name on card|text|;
Coupon code|text|Enter code;Gender|select|;Language|select|;Time zone|select|;Currency|select|;Category|select|;
Priority|select|;Status|select|;Role|select|;Size|select|;Title|text|Title;Task|text|What should be done?;
Tags|text|Add tags;Project name|text|My project;Age|number|;Weight|number|;Sort by|select|;Rows per page|select|;
File name|text|untitled;URL|url|https://example.org;Nickname|text|;Organization|text|;
Arrival|date|;Meeting time|time|;Reference|text|Optional reference""".replace("\n", "").split(";")
OPTIONS = """Select an option;Please choose;Germany;France;Spain;Canada;Japan;Brazil;English;German;French;Low;Medium;High;Draft;
Published;Pending;Small;Large;10;25;50;All;Newest first;Price: low to high;Admin;Editor;Viewer;USD;EUR;Choose...;
Option 1;UTC+1;Female;Male;Other""".replace("\n", "").split(";")
CHECKS = """Remember me;Keep me signed in;I agree to the terms;I accept the privacy policy;Subscribe to the newsletter;
Send me updates;Email notifications;Push notifications;Dark mode;Auto save;Show archived;Public profile;
Free shipping;Gift wrap;Same as billing address;Save this address;Two-factor authentication;Allow comments;
Weekly digest;Enable sounds;Standard delivery;Express delivery;Pick up in store;Credit card;PayPal;Bank transfer;
Monthly;Yearly;Option one;Option two;Default checkbox;Checked;Vegetarian;In stock only;Share usage data;
Airplane mode;Bluetooth;Wi-Fi;Location;Red;Green;Blue;Apple;Banana;Cherry;Yes;No;Maybe;Small;Medium;Large""".replace("\n", "").split(";")
HEADINGS = """Welcome back;Sign in to your account;Create your account;Contact us;Our services;Latest news;Popular products;
Recent orders;Shopping cart;Order summary;Billing details;Shipping address;Payment method;Account settings;Profile;
Notifications;Security;Team members;Pricing plans;Frequently asked questions;What our customers say;Get in touch;
About the project;Getting started;Installation;Usage;Buttons;Form controls;Typography;Tables;Alerts;Cards;
Introduction;Conclusion;Related articles;Related products;Earnings overview;Monthly revenue;Active users;
Traffic sources;Recent activity;Upcoming events;My tasks;To do;Today;Your library;Trending now;Featured;Categories;
Tags;Archive;Comments;Leave a reply;Newsletter;Follow us;Company;Resources;Legal;Build better products;
Simple tools for busy teams;The fastest way to ship;Work smarter, not harder;Design that speaks;
A fresh start for your home;Discover new places;Page not found;Thank you!;Something went wrong;
Forgot your password?;Reset password;Heading level two;Basic example;Horizontal form;Inline form;Overview;Summary;
Details;Description;Reviews;Specifications""".replace("\n", "").split(";")
ALERTS = """Your changes have been saved.;Invalid email or password.;Please check your input.;Your session will expire soon.;
New version available.;Payment failed, try another card.;Message sent successfully!;This is a primary alert.;
Heads up! Read this first.;Well done! You did it.;Warning! Storage is almost full.;
Oh snap! Change a few things and try again.;Order placed, thank you.;We use cookies to improve your visit.;
3 items were moved to the archive.;No results found.""".replace("\n", "").split(";")
PEOPLE = """Ada Lovelace;Alan Turing;Grace Hopper;Linus Pauling;Marie Curie;Jane Smith;John Doe;Maria Garcia;Wei Chen;
Amara Okafor;Lars Jensen;Sofia Rossi;Tom Baker;Emily Stone;Noah Fischer;Olivia Brown;Raj Patel;Yuki Tanaka;
Peter Novak;Anna Kowalska;Lucía Fernández;Zoë Müller;Liam O’Brien""".replace("\n", "").split(";")
GOODS = """Canvas backpack;Desk lamp;Wireless headphones;Coffee grinder;Running shoes;Wool blanket;Ceramic mug;Leather wallet;
Mechanical keyboard;Water bottle;Yoga mat;Notebook;Travel pillow;Smart watch;Garden chair;Oak table;Rain jacket;
Sunglasses;Bike helmet;Tea pot""".replace("\n", "").split(";")
BADGES = """New;Sale;Beta;Pro;Hot;Active;Inactive;Pending;Paid;Overdue;Draft;Urgent;Featured;Sold out;Admin;3;12;99+;5;Popular;
v2.0;Design;Travel;Primary;Success;Free""".replace("\n", "").split(";")
COLUMNS = """Name;Email;Date;Status;Amount;Price;Quantity;Total;Role;City;Country;Position;Office;Age;Start date;Salary;#;ID;
Product;Customer;Category;Rating;Progress;Owner;Updated;Type;Size;Actions;First;Last;Handle;Month;Year;Description""".replace("\n", "").split(";")
PLACES = """Berlin;Madrid;Tokyo;Lagos;Toronto;London;Oslo;Lima;Seoul;Paris;Rome;Boston;Austin;Chicago;Sydney""".replace("\n", "").split(";")
LEXICON = """
time year people way day man thing woman life child world school state family student group country problem hand part
place case week company system program question work government number night point home water room mother area money
story fact month lot right study book eye job word business issue side kind head house service friend father power
hour game line end member law car city community name president team minute idea body information back parent face
others level office door health person art war history party result change morning reason research girl guy moment air
teacher force education simple modern quick quiet local open early young important public able good new first last
long great little own other old big high different small large next clear recent certain personal available likely
free similar current single main real best better make take see know get give find think tell become show leave feel
put bring begin keep hold write stand hear let mean set meet run pay sit speak lie lead read grow lose fall send build
understand draw break spend cut rise drive buy wear choose with from into about after over between under during
without design price color page window button screen order delivery quality customer product market garden kitchen
summer winter light dark music travel coffee paper letter garden river mountain street bridge
""".split()


def sentence(rng: Random, low: int = 6, high: int = 16) -> str:
    """Words in a row with a capital and a stop."""
    picked = [rng.choice(LEXICON) for _ in range(rng.randint(low, high))]
    if len(picked) > 8 and rng.random() < 0.5:
        picked[len(picked) // 2] += ","
    return " ".join(picked).capitalize() + rng.choice((".", ".", ".", ".", "!", "?"))


def paragraph(rng: Random, low: int = 2, high: int = 5) -> str:
    return " ".join(sentence(rng) for _ in range(rng.randint(low, high)))


def phrase(rng: Random, low: int = 1, high: int = 4) -> str:
    """A few words, capitalized as titles are."""
    text = " ".join(rng.choice(LEXICON) for _ in range(rng.randint(low, high)))
    return rng.choice((str.title, str.capitalize, str.capitalize))(text)


def heading(rng: Random) -> str:
    return rng.choice(HEADINGS) if rng.random() < 0.6 else phrase(rng, 1, 6)


def action(rng: Random) -> str:
    return rng.choice(ACTIONS) if rng.random() < 0.75 else phrase(rng, 1, 3)


def link(rng: Random) -> str:
    return rng.choice(NAV) if rng.random() < 0.6 else phrase(rng, 1, 3)


def price(rng: Random) -> str:
    return f"{rng.choice('$€£')}{rng.randint(1, 999)}{rng.choice(('', '.00', '.99', f'.{rng.randint(10, 99)}'))}"


def date(rng: Random) -> str:
    month = rng.choice(("Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sep", "Oct", "Nov", "Dec"))
    year, day = rng.randint(2010, 2027), rng.randint(1, 28)
    return rng.choice((f"{month} {day}, {year}", f"{year}/{rng.randint(1, 12):02d}/{day:02d}", f"{rng.randint(2, 59)} minutes ago",
                       "Yesterday", f"{day} {month} {year}"))


def email(rng: Random) -> str:
    return f"{rng.choice(LEXICON)}.{rng.choice(LEXICON)}@{rng.choice(('example.com', 'mail.org', 'shop.io'))}"


def cell(rng: Random) -> str:
    return rng.choice((rng.choice(PEOPLE), email(rng), date(rng), price(rng), rng.choice(PLACES), str(rng.randint(1, 9999)),
                       phrase(rng, 1, 2), f"@{rng.choice(LEXICON)}", f"{rng.randint(1, 100)}%", rng.choice(("Active", "Paid", "Open", "Done"))))
