"""What words mean the same in a user interface, and which must never be confused; hand-written training data.

Three lists, parsed by `synonym_groups`, `field_pairs` and `antonym_pairs`. All phrases are lower case. The words are
ordinary interface language, written without looking at any page that the student is judged on.
"""

from __future__ import annotations

# One group a line: phrases that name the same control or thing, first the usual label, then paraphrases, then ways in
# which a test author describes it.
_GROUPS = """
log in | login | sign in | signin | log on | sign on | enter your account | access my account | get into my account
sign up | signup | register | create account | registration | join | join now | open an account | become a member | make a new account | enroll | complete the registration
log out | logout | sign out | signout | log off | leave the session | end my session | exit my account
sign in with google | continue with google | google login | log in via google
sign in with facebook | continue with facebook | facebook login | log in via facebook
sign in with github | continue with github | github login | log in via github
sign in with apple | continue with apple | apple login
social login | third party login | sign in with another account | use a social account
forgot password | forgot your password | reset password | recover password | password recovery | lost password | i cannot remember my password | help with a forgotten passcode
change password | update password | new password | set a new password
password | passcode | pass phrase | secret word | where i type my password | secret for logging in
confirm password | repeat password | retype password | password again | re-enter password | verify password | password confirmation | second password field
show password | reveal password | make the password readable | unmask password
hide password | mask password | conceal password
remember me | stay signed in | remember this device | do not log me out | stay logged in
username | user name | login name | user id | account name | handle | screen name
email | e-mail | email address | mail address | e-mail address | electronic mail | where i put my mail address
envelope | mail | email | message | letter
inbox | incoming mail | received messages | mailbox
outbox | sent mail | sent messages | sent items
phone | telephone | phone number | mobile number | telephone number | cell phone | mobile | contact number | cell number
call | phone call | dial | ring up | place a call | give a call
hang up | end call | end the call | leave the call
video call | start video | video chat | video conference | face to face call
first name | given name | forename | christian name | my own name | personal name
last name | surname | family name | second name
full name | your name | complete name | name and surname | first and last name
middle name | middle initial | second given name
nickname | display name | alias | preferred name | pseudonym
date of birth | birthday | birth date | dob | born on | when i was born
age | how old | years old
gender | sex | male or female
title | salutation | mr or mrs | honorific
company | organization | organisation | business name | employer | firm | company name
job title | position | occupation | profession | role at work | what i do for a living
department | division | team | business unit
address | street address | street and number | address line 1 | mailing address | postal address | where i live
address line 2 | apartment | suite | unit number | flat number
city | town | locality | municipality
state | province | region | county
zip code | postcode | postal code | zip | post code | zip or postal code
country | nation | country or region | land
shipping address | delivery address | ship to | where to deliver
billing address | invoice address | bill to | where to send the invoice
same as billing address | use billing address | delivery and invoice address are equal
website | url | web address | homepage address | site address | web link
link | hyperlink | url | chain | web link
cart | shopping cart | basket | shopping basket | bag | shopping bag | trolley | things i want to buy
add to cart | add to basket | add to bag | put in the cart | put into basket | place in shopping bag
view cart | show cart | go to cart | open basket | see my basket
remove from cart | take out of the basket | delete from bag
checkout | check out | proceed to checkout | go to checkout | pay now | finish the purchase | go to the till
buy | buy now | purchase | order now | get it now | shop now
place order | submit order | confirm order | complete order | complete purchase | send the order | order with obligation to pay
pay | payment | make a payment | settle the bill
credit card | card number | payment card | debit card | credit card number | long number on the card
expiry date | expiration date | valid until | exp date | valid thru | when the card runs out
cvv | cvc | security code | card verification code | three digits on the back of the card
cardholder name | name on card | card holder | owner of the card
payment method | how to pay | pay with | payment option
coupon | promo code | discount code | voucher | coupon code | gift code | voucher code
apply coupon | redeem | redeem code | use promo code | apply discount
gift card | gift certificate | gift voucher
gift | present | surprise | free gift
price | cost | amount | how much it costs
price range | budget | cost between
total | grand total | sum | total amount | order total | amount due | how much i have to pay
subtotal | sub total | sum before tax | items total
tax | vat | sales tax | value added tax
shipping | delivery | postage | shipping cost | delivery fee
free shipping | free delivery | no postage
express shipping | fast delivery | next day delivery
quantity | qty | number of items | how many | count
increase quantity | one more | add one | plus one | more of this item
decrease quantity | one less | remove one | minus one | fewer of this item
size | dimensions | measurements
color | colour | hue | shade
color picker | choose a color | palette | swatches | pick a colour | paint
in stock | available | ready to ship
out of stock | sold out | unavailable | not available
wishlist | wish list | save for later | favorites list | my wishes
sale | special offer | deal | discount | bargain | reduced price
order history | my orders | past orders | previous purchases | what i bought before
track order | order status | where is my package | track package | follow my parcel
package | parcel | box | shipment
truck | lorry | delivery van | delivery truck | shipping
return | return item | send back | returns | give it back
refund | money back | get my money back
invoice | bill | receipt | proof of purchase
product | item | article | goods
products | catalog | catalogue | shop | all items | merchandise
store | shop | storefront | market | boutique
category | categories | section | department of goods
brand | manufacturer | maker | make
seller | vendor | merchant | retailer
customer | client | buyer | shopper
customers | clients | buyers
review | reviews | customer reviews | ratings | what others think
write a review | leave a review | rate this product | share your opinion
rating | stars | star rating | score
star | favorite | rate | starred
delete | remove | trash | bin | erase | discard | throw away | get rid of | garbage | rubbish | trash can | dustbin | waste basket
delete account | close account | remove my account | deactivate account | erase my profile
clear | reset | empty | wipe | clear all | start over | blank the form
clear completed | remove completed | delete done items | get rid of what is done | clean up finished entries
clear search | empty the search box | reset search
search | find | look up | magnifying glass | magnifier | lookup | seek | search for something | loupe | look something up
search field | search box | search bar | search input | where i type what i look for
advanced search | more search options | detailed search
search results | results | hits | matches | what was found
no results | nothing found | no matches | no hits
filter | funnel | narrow down | refine | filter results | limit the list
clear filters | reset filters | remove all filters | show everything again
sort | order by | sort by | arrange | change the order
ascending | sort ascending | a to z | low to high | smallest first | oldest first
descending | sort descending | z to a | high to low | largest first | newest first
settings | preferences | options | gear | cog | configuration | configure | setup | cogwheel | adjust the application
account settings | my settings | manage account | change my account
general settings | basic settings | general
privacy settings | privacy | data protection | confidentiality
security settings | security | protection | safety
sliders | adjustments | controls | fine tune | equalizer | tune
menu | hamburger | hamburger menu | navigation menu | navigation drawer | three lines | burger | main menu | bars | nav | toggle navigation | reveal the side menu
sidebar | side panel | side menu | drawer | side bar | left panel
collapse sidebar | hide sidebar | close the side panel | shrink the side menu | fold the sidebar
expand sidebar | show sidebar | open the side panel
more | more options | overflow menu | kebab | three dots | ellipsis | dots | additional actions | meatballs | more actions | further choices
context menu | action menu | actions | what can be done
dashboard | overview | control panel | summary page | cockpit | start page
dashboard | gauge | speedometer | meter | tachometer
home | house | homepage | start | main page | front page | start page | go to the beginning of the site
back to home | return home | go to home page | take me home
about | about us | who we are | our story | about the company
contact | contact us | get in touch | reach us | talk to us | write to us
contacts | address book | people i know | phone book | contact list
help | support | question mark | assistance | need help | customer support | get assistance | help center
faq | frequently asked questions | common questions | questions and answers
documentation | docs | manual | user guide | handbook | how it works | guide
tutorial | walkthrough | getting started | introduction | guided tour | first steps
info | information | details | about this | i in a circle | more information
learn more | read more | find out more | more info | tell me more | continue reading | discover more
see all | view all | show all | browse all | view everything | full list
show more | load more | see more | more items | expand the list | reveal more
show less | see less | fewer items | shorten the list
terms | terms of service | terms and conditions | terms of use | conditions | legal terms
accept terms | i agree | agree to the terms | i accept the conditions | consent to the terms | accept the rules
privacy policy | data policy | privacy notice | how we use your data
imprint | legal notice | legal information | legal
accept cookies | allow cookies | accept all | agree to cookies | cookie consent
reject cookies | decline cookies | reject all | only necessary | refuse cookies
cookie settings | manage cookies | cookie preferences
submit | send | send form | submit form | hand in | send off | transmit
send message | send | paper plane | send mail | deliver message | shoot a message
reply | respond | answer | write back
reply all | answer everybody | respond to all
forward message | pass on | forward mail | send to somebody else
compose | new message | write mail | new mail | write a letter | start a new email | draft a message
draft | drafts | unfinished message | saved draft
attach | attachment | attach file | paperclip | paper clip | add attachment | clip
message | chat | conversation | speech bubble | talk | comment | dm | direct message
comment | add comment | leave a comment | remark | write a comment | say something
comments | remarks | discussion | replies
message text | your message | message body | what would you like to say
subject | subject line | topic | regarding | what it is about
recipient | to | send to | addressee | who gets it
sender | from | sent by | who wrote it
cc | carbon copy | copy to
bcc | blind copy | hidden copy
spam | junk | junk mail | unwanted mail
archive | move to archive | put away | archived
unread | not read yet | new messages | unopened
mark as read | read | mark all as read | already seen
newsletter | subscribe | subscribe to newsletter | get updates | mailing list | stay informed | receive our news
unsubscribe | stop receiving mail | opt out | leave the mailing list
follow | subscribe | keep up with | follow this person
unfollow | stop following
invite | invite people | add member | invite user | send an invitation | bring a friend
rss | feed | news feed | web feed
save | store | keep | save changes | floppy | floppy disk | diskette | save file | keep my edits
save as | save a copy | store under another name
save draft | keep as draft | save for now | store unfinished
update | save changes | apply changes | update profile
apply | put into effect | use these settings
cancel | dismiss | abort | never mind | do not do it | leave without saving | call it off
discard changes | do not save | throw away edits | lose changes
close | x | dismiss | cross | times | shut | close window | close dialog | close this box
exit | quit | leave | get out | door
ok | okay | confirm | got it | accept | all right | understood
yes | agree | affirmative | sure | confirm
no | decline | reject | refuse | negative
confirm | approve | verify | validate | acknowledge
approve | accept request | give approval | permit
reject | decline | deny | turn down | refuse
next | continue | forward | proceed | go on | next step | next page | advance | following
previous | back | prev | previous step | previous page | go back | preceding | one step back
back | go back | return | arrow left | left arrow | back arrow | to the page before
first page | first | to the beginning | jump to start
last page | last | to the end | jump to end
skip | skip this step | not now | maybe later | later | pass over
finish | done | complete | finalize | end the wizard | all done
start | begin | get started | launch | start now | let's go | kick off | try it
stop | halt | end | terminate | cease
try again | retry | repeat | once more | give it another try
try for free | free trial | start trial | test it for free | trial version
upgrade | go premium | go pro | get premium | premium version | paid plan | buy the full version
downgrade | switch to a cheaper plan | smaller plan
pricing | plans | prices | plans and pricing | subscription options | what it costs
subscription | membership | plan | recurring payment
free plan | free tier | basic plan | costs nothing
download | get file | save to disk | export file | arrow down to tray | fetch the file | load onto my computer
upload | send file | import file | add file | choose file | select file | browse files | put a file on the server
drop files here | drag and drop | drop zone | drag a file here
export | save as file | export data | extract | get the data out
import | load data | bring in data | read in
export csv | download spreadsheet | download as table | export to excel
export pdf | download pdf | save as pdf
generate report | download report | create report | produce a summary | get the report
print | printer | print page | hard copy | put on paper
share | share this | send to friends | spread | pass along | share link
copy | duplicate | clone | copy to clipboard | make a copy | replicate
copy link | copy url | get link | link to clipboard
paste | insert from clipboard | clipboard
cut | scissors | clip out | snip
undo | revert | take back | undo last step | reverse the last action
redo | do again | repeat last step | reapply
edit | modify | change | pencil | pen | rename | alter | revise | make changes | amend
edit profile | change profile | update my details | modify my data
rename | change name | give another name
add | new | create | plus | insert | add new | make a new one | plus sign
new task | add task | create task | new to-do | add a todo | write down something to do
new project | create project | start a project
new folder | create folder | add directory
new file | create file | new document | create document
new user | add user | create user | add person
add item | new item | new entry | add row | add another
add note | new note | write a note
add event | new event | schedule | create appointment | new appointment
add photo | add image | upload photo | insert picture | upload image
like | thumbs up | i like it | approve | upvote | vote up
dislike | thumbs down | i do not like it | downvote | vote down
heart | like | love | favorite | favourite | add to favorites
unlike | remove from favorites | no longer like
bookmark | save page | ribbon | saved | read later | remember this page
flag | report | mark | flag as inappropriate | raise a flag
report | report abuse | report a problem | complain | report content
report bug | bug | insect | issue | problem | defect
pin | pushpin | thumbtack | fix in place | stick to top | pin to top
unpin | remove pin | release pin
tag | label | price tag | keyword | tags | labels
badge | medal | award | ribbon | achievement | trophy
trophy | cup | winner | champion | prize | award
crown | king | premium | royal | vip
notifications | alerts | bell | notification bell | ring | reminders | news for me
mute notifications | bell slash | do not disturb | silence | turn off alerts
unread notifications | new alerts | news i have not seen
warning | caution | alert | exclamation triangle | attention | danger
error | failure | something went wrong | failed | problem
success | done | completed successfully | worked | check circle | all good
profile | account | user | my account | person | my profile | avatar | member | user profile
user menu | account menu | profile menu | signed in user | my account menu
avatar | profile picture | profile photo | user image | portrait
users | people | group | team | members | persons | crowd
add friend | add user | user plus | invite user | befriend
remove user | user minus | delete user | kick out
manage users | user administration | user management
admin | administrator | superuser | system manager
guest | visitor | anonymous | without an account
guest checkout | continue as guest | buy without an account
owner | creator | author | written by
language | locale | choose language | change language | translate | globe | speech
translate | translation | in another language
globe | world | earth | international | web | internet | planet
currency | money unit | change currency | dollars or euros
time zone | timezone | local time
dark mode | dark theme | night mode | moon | switch to dark | black background
light mode | light theme | day mode | sun | switch to bright | white background
theme | appearance | color scheme | look | skin | change the look | colour mode
sun | brightness | bright | daylight | sunny
moon | night | sleep | dark
font size | text size | letter size | bigger letters
bold | strong | heavy text | thick letters | make text bold
italic | slanted | emphasis | cursive | oblique text
underline | underlined | line under the text
strikethrough | strike | crossed out | line through
align left | left aligned | text left | flush left
align right | right aligned | text right | flush right
align center | centered | center text | centre
justify | justified text | block text
bulleted list | bullet list | unordered list | bullets | list with dots
numbered list | ordered list | numbering | list with numbers
indent | increase indent | move right
outdent | decrease indent | move left
quote | blockquote | quotation | citation | quotation marks
code | source code | brackets | angle brackets | programming | developer
insert link | add link | make a hyperlink
insert image | add picture | embed picture
insert table | add table
heading | headline | title | header text
paragraph | text block | body text
font | typeface | typography | lettering
text | letter | type | characters
emoji | smiley | smile | emoticon | happy face | funny face
image | picture | photo | photograph | pic | graphic
gallery | photos | pictures | images | album | photo album
camera | take photo | take a picture | snapshot | photo
screenshot | screen capture | capture the screen
crop | trim | cut the picture | crop image
rotate | turn | rotate image | spin
rotate left | turn counterclockwise | rotate anticlockwise
rotate right | turn clockwise
flip | mirror | flip horizontally
video | film | movie | clip | video camera | camcorder
play | start playback | play button | run | triangle right | play video
pause | hold | break | pause playback | two bars | interrupt
stop playback | stop playing | square
next track | skip forward | next song | skip to next
previous track | skip back | previous song | skip to previous
fast forward | wind forward | speed up
rewind | wind back | go backwards
shuffle | random | random order | mix
repeat | loop | play again | play in a loop
record | recording | start recording | capture audio
volume | sound | speaker | audio | loudness | loudspeaker
mute | volume off | silence | no sound | turn the sound off | silent
unmute | turn the sound on | sound on
volume up | louder | increase volume
volume down | quieter | decrease volume | softer
microphone | mic | voice input | voice | speak | dictate
mute microphone | mic off | microphone slash | stop listening to me
music | song | note | tune | melody | audio track
playlist | queue | song list | tracks
headphones | headset | earphones | listen
podcast | radio show | broadcast
radio | broadcast | antenna
tv | television | telly | screen
full screen | fullscreen | maximize | expand to full screen | use the whole screen | enlarge
exit full screen | minimize | shrink | leave full screen | smaller window
zoom in | magnify | enlarge | closer | magnifier with plus | make bigger
zoom out | reduce | farther | magnifier with minus | make smaller
picture in picture | mini player | small player
cast | screen cast | show on tv | airplay
subtitles | captions | closed captions | cc
expand | unfold | open | show details | expand all | more details | open up
collapse | fold | close | hide details | collapse all | fold up
chevron down | arrow down | expand | dropdown arrow | open list | caret down
chevron up | arrow up | collapse | caret up
chevron right | arrow right | next | caret right
chevron left | arrow left | back | caret left
scroll to top | back to top | go up | to the top of the page | up arrow
scroll to bottom | go down | to the bottom of the page
dropdown | drop down | select | combo box | pick from a list | selection list | choose from list
toggle | switch | on off | turn on or off | flip switch
checkbox | check box | tick box | box to tick
radio button | option button | round option
select all | check all | tick all | mark everything | choose everything | mark all as complete
deselect all | uncheck all | untick everything | select none
check | tick | checkmark | check mark | done | complete | mark as done | tick off
checklist | list with ticks | to do list | tasks
uncheck | untick | unmark | mark as not done
active | open tasks | pending | not done yet | still to do | unfinished items | in progress
completed | done | finished | finished tasks | what is already done
all | everything | show everything | no filter | all items
todo | to do | task | to-do | job to do
task list | todo list | things to do | my tasks
drag | move | reorder | drag handle | grip | six dots | change position
resize | change size | make bigger or smaller | scale
calendar | date picker | choose a date | agenda | schedule | pick a day | planner
date | day | when | choose day
start date | from date | begin date | first day | starts on
end date | to date | until | last day | ends on
time | clock | hour | o'clock | what time | watch
today | current day | this day
tomorrow | the day after | next day
yesterday | the day before
week | weekly | 7 days
month | monthly | whole month
year | yearly | annual
deadline | due date | due | finish by
appointment | meeting | event | booking time
reminder | remind me | alarm | do not forget
alarm | alarm clock | wake up
timer | stopwatch | countdown | hourglass
history | recent | past activity | log | recently viewed | clock with arrow
recent | latest | newest | most recent | new
popular | trending | most viewed | hot | best sellers | what others like
activity | pulse | recent activity | heartbeat
log | logs | protocol | journal | records
refresh | reload | sync | update | renew | circular arrows | load again
sync | synchronize | two arrows in a circle | bring up to date
loading | spinner | please wait | in progress | working
power | turn off | shut down | on off button | switch off
restart | reboot | start again
lock | locked | padlock | secure | closed lock
unlock | unlocked | open lock | open padlock
key | password | access key | credentials | secret key
shield | security | protection | guard | safe
fingerprint | biometrics | touch id | thumb print
two factor authentication | 2fa | two step verification | second factor
verification code | one time code | otp | confirmation code | code from the text message | security code
resend code | send code again | did not get the code
captcha | i am not a robot | prove you are human
api key | access token | secret token | developer key
eye | view | show | visible | preview | look | see
eye off | hide | hidden | invisible | crossed out eye | make invisible
preview | view | look before publishing | show draft
view details | details | show details | open details | look closer
publish | make public | post | go live | release
unpublish | take offline | make private
post | publish post | share post | submit post | put it online
public | visible to everyone | everybody can see
private | only me | visible to nobody else | restricted
blog | articles | posts | weblog
news | newspaper | headlines | latest news | press
article | story | post | read
author | writer | written by | posted by
book | read | library | reading | textbook
books | library | reading list
document | file | page | paper | text file | sheet
documents | files | papers | my files
file | document | sheet of paper
folder | directory | file folder | collection
open folder | folder open | open directory
archive box | archive | storage box
database | data store | cylinder | storage
server | host | machine | hosting
cloud | online storage | in the cloud
cloud upload | upload to cloud | back up
backup | back up | safety copy | restore point
restore | recover | bring back | roll back
hard drive | disk | storage | drive
usb | usb stick | flash drive
wifi | wi-fi | wireless | wireless network | internet connection
bluetooth | wireless pairing | pair device
battery | charge | power level
plug | power cord | connect | electricity
signal | reception | network strength | bars
network | connections | lan | connected computers
offline | disconnected | no connection | no internet
online | connected | available now
computer | desktop | pc | monitor | screen | workstation
laptop | notebook | portable computer
tablet | ipad | pad
smartphone | mobile phone | cell phone | phone | mobile device
keyboard | keys | typing | shortcuts
mouse | pointer device | computer mouse
cursor | pointer | arrow pointer | mouse pointer
hand | pointing hand | palm
terminal | console | command line | shell | prompt
robot | bot | ai assistant | chatbot | artificial intelligence
magic | ai | sparkles | auto | magic wand | generate with ai | stars
lightbulb | idea | light bulb | tip | hint | suggestion
chart | graph | statistics | analytics | stats | diagram | figures | charts
bar chart | column chart | bar graph | histogram
line chart | line graph | trend | curve | stock chart
pie chart | circle diagram | pie | donut chart
area chart | filled line chart | area graph
reports | statistics | analytics | evaluations | insights
trending up | growth | increase | rising | going up
trending down | decline | decrease | falling | going down
target | goal | aim | bullseye | objective
table | grid | data table | spreadsheet | rows and columns
list | list view | lines | items | enumeration
grid | grid view | tiles | tile view | gallery view | boxes
columns | split view | side by side
row | line | table row
layout | template | arrangement | page structure
layers | stack | levels | stacked
widget | component | block | module
kanban | board | task board | columns of cards
card | tile | panel
tab | tabs | register
window | application window | app window | browser window
external link | open in new tab | open in new window | box with an arrow | leaves this site
open | open file | open up
app | application | program | software | apps
app store | get the app | download the app | mobile app
install | set up | add to device | install app
uninstall | remove program | delete app
extension | plugin | add-on | puzzle piece | integration | puzzle
integrations | connected apps | linked services | connect services
connect | link account | join up | hook up
disconnect | unlink | remove connection
webhook | callback url | http hook
branch | git branch | fork | code branch
commit | revision | version | change set
merge | combine | join together | unite
pull request | merge request | proposed change
repository | repo | code base | project source
deploy | rocket | launch | ship it | roll out
rocket | launch | spaceship | start quickly
build | hammer | construct | compile
tools | wrench | spanner | toolbox | utilities | repair
maintenance | under construction | being repaired
map | city map | directions | find on map | atlas
location | map pin | marker | place | position | map marker | where it is
my location | current location | where i am | crosshair | locate me | near me
directions | route | navigate | how to get there | navigation arrow
compass | north | explore | orientation
store locator | find a shop | branches near me | nearest store
car | automobile | vehicle | drive
bus | coach | public transport
train | railway | rail
airplane | plane | flight | airport | fly | air travel
ship | boat | ferry | sailing
bicycle | bike | cycle | cycling
walk | walking | pedestrian | on foot
taxi | cab | ride
fuel | gas station | petrol | gasoline
parking | car park | park the car
ticket | tickets | admission | entry pass | coupon
hotel | accommodation | lodging | place to stay | bed
bed | bedroom | sleep | rest
check in | arrival | arrival date
check out date | departure | departure date | leaving
guests | travelers | number of people | how many persons | passengers
adults | grown ups | number of adults
children | kids | number of children
one way | single trip
round trip | return trip | there and back
book now | reserve | make a reservation | booking | book a table
suitcase | luggage | baggage | briefcase | travel bag
briefcase | job | work | business | portfolio
jobs | careers | vacancies | work with us | open positions
apply now | send application | apply for this job
resume | cv | curriculum vitae
school | education | graduation cap | student | university | academy
course | class | lesson | lecture | training
quiz | test | exam | questionnaire
survey | poll | feedback form | questionnaire
vote | poll | cast a vote
feedback | your opinion | tell us what you think | suggestions
building | office | skyscraper | company | organization
bank | institution | museum | pillars | government
factory | industry | plant | manufacturing
hospital | clinic | medical center
heart rate | pulse | heartbeat | cardiogram
doctor | stethoscope | physician | medic
medicine | pill | drug | pharmacy | tablet
first aid | medical kit | emergency kit
ambulance | emergency | rescue
food | restaurant | meal | fork and knife | eat | cutlery | dining
coffee | cup | cafe | tea | hot drink | mug | break
drink | beverage | glass | cocktail | bar
wine | wine glass | alcohol
beer | pint | mug of beer
pizza | slice of pizza | fast food
cake | birthday cake | dessert
apple | fruit | healthy food
recipe | cooking instructions | how to cook
fire | flame | hot | burning
water | drop | droplet | liquid
snow | snowflake | cold | winter | freeze
rain | rainy | shower | umbrella
umbrella | rain protection | insurance
wind | breeze | air
weather | forecast | cloudy | sunny or rainy
temperature | thermometer | degrees
lightning | bolt | flash | thunder | electricity | energy
tree | forest | nature | wood
leaf | plant | eco | green | environment | nature
flower | blossom | bloom
dog | puppy | hound
cat | kitten | pussycat
paw | pet | animal
fish | seafood | sea animal
bird | tweet
child | baby | kid | infant
family | parents and children | relatives
man | male | gentleman
woman | female | lady
wheelchair | accessibility | disabled access | barrier free
glasses | spectacles | eyeglasses | reading glasses
clothes | clothing | shirt | apparel | fashion | t-shirt
shoes | footwear | sneakers
jewelry | diamond | gem | ring | precious stone
watch | wristwatch | smart watch
game | gamepad | controller | gaming | play games | joystick
dice | chance | random | gamble
sports | ball | football | soccer
gym | dumbbell | fitness | workout | exercise
money | dollar | cash | currency | dollar sign | earnings | finance
wallet | purse | billfold | my money
coins | change | small money | savings
bank account | iban | account number
transfer | send money | wire transfer | move money
deposit | pay in | put money in
withdraw | take money out | payout | cash out
balance | account balance | how much money is left
earnings | income | revenue | profit
expenses | spending | costs | outgoings
savings | piggy bank | save money
donate | give money | support us | charity
calculator | compute | calculate | sums
percent | percentage | discount rate
scale | weigh | justice | law | balance
gavel | auction | judge | bid | law
bid | place a bid | make an offer
contract | agreement | handshake | deal
handshake | partnership | agreement | cooperation
partners | partnerships | affiliates
sponsor | advertisement | ad | promoted
megaphone | announcement | bullhorn | marketing | promote | speaker horn
campaign | marketing campaign | promotion
leads | prospects | potential customers
audience | followers | fans | subscribers
followers | fans | people who follow me
following | people i follow
friends | buddies | my contacts
community | forum | discussion board | group
start a topic | new thread | new discussion | open a discussion | ask the forum
join group | become part of the group
leave group | exit group
block user | ban | forbid | prohibited | no entry
unblock | lift the ban
mention | at sign | at | tag a person
hashtag | number sign | hash | pound sign | topic tag
story | stories | short post
timeline | feed | wall | news stream
status | state | condition | current state
priority | importance | urgency
assignee | assigned to | responsible person | who does it
assign | give to | hand over | delegate
description | details | explanation | about this item | more text
summary | short description | abstract | in brief
notes | remarks | annotations | memo | sticky note
note | sticky note | memo | post-it
bio | about me | biography | short text about yourself
comments or questions | anything else | additional information | further remarks
id | identifier | number | reference number
order number | order id | confirmation number | booking reference
serial number | serial | device number
barcode | product code | bars and lines
qr code | scan code | square code
scan | read code | scanner
version | release | build number
license | licence | permission to use
copyright | all rights reserved | rights
welcome | hello | greetings | hi there
thank you | thanks | we appreciate it
congratulations | well done | party | celebration
happy | smile | satisfied | good mood
sad | unhappy | frown | bad mood
neutral | so so | neither good nor bad
logo | brand mark | company sign | go to start page
navigation | nav bar | top bar | main links
header | top of the page | page head
footer | bottom of the page | page foot
breadcrumb | path | you are here
pagination | page numbers | pages
page size | rows per page | items per page | how many to show
dialog | modal | popup | pop-up window | overlay
tooltip | hint | hover text
banner | notice bar | announcement bar
carousel | slider | slideshow | rotating pictures
accordion | collapsible | fold out section
progress | progress bar | how far it is | percentage done
step | stage | phase
wizard | step by step form | assistant
form | input form | questionnaire to fill
field | input | text box | entry | where to type
required | mandatory | must be filled
optional | may be left empty | not required
placeholder | example text | grey hint
minimum | min | at least | lowest | from
maximum | max | at most | highest | up to
range | slider | from to | between
width | how wide | breadth
height | how tall
weight | how heavy | mass
length | how long | duration
opacity | transparency | see through
color fill | paint bucket | fill | bucket
eraser | rubber | wipe out | rub out
brush | paint brush | paint | draw
ruler | measure | measurement | scale
eyedropper | pick color | pipette
shapes | geometry | circle and square
circle | round | ring | disc
square | box | rectangle | quadrilateral
triangle | delta | three corners
hexagon | polygon | six corners
cube | box | 3d | block | package
infinity | endless | unlimited | forever
link broken | unlink | broken chain
anchor | harbor | port | marine
flask | experiment | lab | science | chemistry | beta
microscope | research | science | laboratory
atom | physics | science | nucleus
dna | genetics | biology
brain | mind | intelligence | thinking
virus | infection | germ | disease
skull | death | poison | dead
ghost | spooky | halloween
gift box | present | wrapped box
balloon | party | birthday
ticket | support ticket | help request
inbox tray | inbox | tray
printer | print | paper output
fax | telefax
scanner | scan | digitize
projector | presentation | slides
presentation | slides | slide show | whiteboard | pitch
blackboard | chalkboard | teacher | lesson
spell check | check spelling | proofread
find and replace | search and replace | substitute text
keyboard shortcuts | hotkeys | key combinations
command | macos key | cmd
clipboard | paste board | copied text
clipboard check | task done | checklist complete
mailbox | post box | letter box
stamp | seal | approval mark
signature | sign | sign here | autograph
certificate | diploma | credential
passport | travel document | identity
id card | identity card | identification | badge
incognito | private mode | spy | anonymous
turn on | enable | activate | switch on
turn off | disable | deactivate | switch off
enter | return key | press enter | confirm input
escape | esc | leave
tab key | next field
swap | exchange | switch places | arrows in both directions
reverse | backwards | the other way round
convert | change format | transform
compare | side by side comparison | differences
compress | zip | make smaller | pack
extract | unzip | unpack | decompress
encrypt | make secret | cipher
hide | conceal | make invisible | put away
show | display | reveal | make visible
unhide | show again | make visible again
enlarge | bigger | make larger | grow
shrink | smaller | make smaller | reduce
left | to the left | leftwards
right | to the right | rightwards
up | upwards | to the top
down | downwards | to the bottom
move up | one position higher | raise
move down | one position lower | lower
bring to front | top layer | foreground
send to back | bottom layer | background
group | put together | bundle
ungroup | take apart | separate
split | divide | cut in two
lock position | fix | freeze
go | run | execute | perform | run query
test | try out | check it | trial run
validate | check input | verify
debug | find errors | bug hunting
inspect | examine | look at closely
monitor | watch | supervise | keep an eye on
schedule | plan | timetable | set a time
postpone | snooze | later | remind me later
assistive | accessibility options | easier to use
live | on air | happening now | live stream
stream | broadcast live | go live
watch | view video | watch now | play trailer
listen | hear | play audio | read aloud
read aloud | text to speech | speak the text
facebook | fb | meta social network | facebook page
twitter | tweet | x formerly twitter | blue bird
instagram | insta | ig | photo sharing network
youtube | yt | video platform
linkedin | business network | professional network
github | git hub | octocat | code hosting
google | search engine company | google account | big g
apple | mac maker | iphone maker | bitten apple
microsoft | windows maker
whatsapp | green messenger
telegram | paper plane messenger
pinterest | pin board network
reddit | alien forum
discord | gamer chat
slack | work chat
tiktok | short video network
paypal | pay with paypal
visa | visa card
mastercard | master card
android | green robot | google phone system
windows | microsoft windows
linux | penguin | tux
chrome | google browser
firefox | mozilla browser
dribbble | designer network
spotify | music streaming
amazon | online retailer
wordpress | blog software
figma | design tool
dropbox | file sharing box
"""

# Names of a field on the left; on the right what stands in it or names it otherwise: placeholder, autocomplete token,
# name attribute, hint. Every left phrase belongs to every right phrase of its line.
_FIELDS = """
email, email address, e-mail = you@example.com | name@example.com | enter your email | your email | user@domain.com | type your e-mail here
password, passcode = enter your password | your password | current-password | at least 8 characters | new-password
confirm password, repeat password = enter it again | type the password again | password2 | must match | confirmation
username, user name = enter username | choose a username | login | @username | your handle
first name, given name = given-name | fname | enter your first name | firstname | jane | john
last name, surname, family name = family-name | lname | enter your last name | lastname | doe | smith
full name, name = jane doe | john smith | your full name | enter your name | fullname | first and last
phone, phone number, telephone = tel | +1 555 000 0000 | (555) 123-4567 | enter your phone | your mobile | 555-0123
street address, address = 123 main st | street-address | enter your address | house number and street | 1234 main street
address line 2, apartment = apartment or suite | apartment, studio, or floor | apt, unit, building
city, town = address-level2 | enter your city | new york | london
state, province = address-level1 | select a state | choose your state | california
zip code, postal code, postcode = postal-code | 12345 | 90210 | enter zip
country = country-name | select country | choose your country | united states
company, organization = your company | acme inc | organization | company name | where you work
website, url = https:// | https://example.com | www.example.com | your website
card number, credit card number = 1234 1234 1234 1234 | 0000 0000 0000 0000 | cc-number | 4242 4242 4242 4242
expiry date, expiration date = mm/yy | mm / yy | cc-exp | month and year
cvv, security code, cvc = 123 | cc-csc | 3 digits
name on card, cardholder name = cc-name | as shown on the card | name as it appears on card
date, day, start date = dd/mm/yyyy | mm/dd/yyyy | yyyy-mm-dd | pick a date | select date
date of birth, birthday = bday | dd/mm/yyyy | your birthday
time = hh:mm | --:-- | select time
search, find = search... | type to search | what are you looking for? | search for... | search products | find something | q
message, your message, comment = write your message | type a message | say something | enter your message here | write a comment...
subject, topic = what is this about? | enter subject | subject line
description, details = describe it | add a description | tell us more | enter details
quantity, amount = 1 | how many | qty | number
price, cost = 0.00 | $ | usd | enter amount
promo code, coupon code, voucher = enter code | have a code? | promo | discount code
newsletter, subscribe = your email address | enter your email to subscribe | get the latest news
title, headline = enter a title | untitled | give it a name
new task, new todo, todo = what do you need to do? | add a task | new item | something to do
tags, keywords = add tags | comma separated | type and press enter
verification code, one time code = one-time-code | 6-digit code | enter the code | 000000
bio, about me = tell us about yourself | a few words about you | short biography
job title, position = organization-title | your role | software engineer
language = select a language | english
gender, sex = select gender | male | female
file, upload = choose file | no file chosen | browse | drop files here
location, place = where are you going? | enter a location | destination | city or airport
check in, arrival = check-in date | arrival date
guests, travelers = number of guests | 2 adults
feedback, opinion = your feedback | how can we improve? | tell us what you think
age = years | your age | 18
color = pick a color | #000000
role, permission = select a role | member | administrator
project name, project = my project | name your project
search users, find people = search by name | search people
notes, remarks = order notes | any special requests? | additional notes
minimum price, min = from | min
maximum price, max = to | max
username or email, login = email or username | enter email or username
"""

# Pairs that share a topic but must never be taken for each other.
_ANTONYMS = """
log in / log out; login / logout; sign in / sign out; sign up / sign in; register / log in; sign up / log in; create account / delete account
sign in / sign up; sign up / sign out; register / unregister; subscribe / unsubscribe; follow / unfollow; join / leave; opt in / opt out
expand / collapse; expand all / collapse all; open / close; show / hide; unfold / fold; show more / show less; visible / hidden; visible / invisible
next / previous; next / back; forward / back; next page / previous page; next step / previous step; next / prev; continue / go back; forward / backward
first / last; first page / last page; beginning / end; start / end; top / bottom; up / down; left / right; above / below
move up / move down; arrow up / arrow down; arrow left / arrow right; chevron up / chevron down; chevron left / chevron right; caret up / caret down
scroll to top / scroll to bottom; align left / align right; align left / align center; align right / align center; rotate left / rotate right; turn left / turn right
enable / disable; enabled / disabled; activate / deactivate; active / inactive; turn on / turn off; switch on / switch off; on / off
increase / decrease; more / less; plus / minus; add one / remove one; volume up / volume down; zoom in / zoom out; larger / smaller; bigger / smaller
increase quantity / decrease quantity; increment / decrement; louder / quieter; brighter / darker; higher / lower; maximum / minimum; max / min; highest / lowest
maximum price / minimum price; at least / at most; ascending / descending; oldest first / newest first; low to high / high to low; a to z / z to a
first name / last name; given name / family name; given name / surname; forename / surname; first name / middle name; first name / company name; first name / username
last name / username; first name / full name; last name / middle name; name / email; email / phone; email / password; username / password; email / username
password / confirm password; current password / new password; old password / new password; password / passport; show password / hide password; forgot password / change password
billing / shipping; billing address / shipping address; ship to / bill to; city / country; city / state; city / zip code; street / city; country / state; zip code / phone number
from / to; from date / to date; start date / end date; start time / end time; check in / check out; arrival / departure; sender / recipient; origin / destination
card number / phone number; card number / security code; expiry date / security code; date / time; day / month; month / year; week / month; today / tomorrow; yesterday / today
add / remove; add / delete; create / delete; insert / remove; new / old; add to cart / remove from cart; add friend / remove friend; add user / remove user; install / uninstall
upload / download; import / export; send / receive; inbox / sent; reply / forward; reply / reply all; read / unread; read / write; sent / draft; push / pull
undo / redo; save / discard; save / delete; save / cancel; save / load; submit / cancel; ok / cancel; confirm / cancel; yes / no; accept / decline; accept / reject; approve / reject
agree / disagree; allow / deny; allow / block; block / unblock; accept cookies / reject cookies; accept all / reject all; keep / discard; continue / cancel; send / cancel; edit / delete
lock / unlock; locked / unlocked; encrypt / decrypt; public / private; publish / unpublish; online / offline; connect / disconnect; link / unlink; pin / unpin; mount / unmount
play / pause; play / stop; pause / stop; record / stop; mute / unmute; mute / volume up; fast forward / rewind; next track / previous track; microphone on / microphone off; video on / video off
full screen / exit full screen; maximize / minimize; enlarge / shrink; grow / shrink; compress / extract; zip / unzip; pack / unpack; merge / split; group / ungroup; indent / outdent
like / dislike; thumbs up / thumbs down; upvote / downvote; love / hate; happy / sad; smile / frown; favorite / unfavorite; good / bad; positive / negative; best / worst
check / uncheck; checked / unchecked; tick / untick; select / deselect; select all / deselect all; select all / clear all; mark as read / mark as unread; completed / active; done / pending
complete / incomplete; finished / unfinished; open tasks / completed tasks; all / none; all / active; all / completed; required / optional; valid / invalid; correct / wrong; true / false
success / error; success / failure; success / warning; error / warning; passed / failed; available / unavailable; in stock / out of stock; full / empty; free / paid; cheap / expensive
dark mode / light mode; dark / light; day / night; sun / moon; black / white; hot / cold; fire / ice; summer / winter; day mode / night mode; bright / dark
start / stop; start / finish; begin / finish; run / stop; launch / shut down; power on / power off; arrive / leave; enter / exit; entrance / exit; push / pop
trending up / trending down; growth / decline; profit / loss; income / expenses; deposit / withdraw; credit / debit; buy / sell; buyer / seller; lend / borrow; win / lose
upgrade / downgrade; promote / demote; attach / detach; bold / italic; bold / underline; italic / underline; bulleted list / numbered list; list view / grid view; list / grid; row / column
rows / columns; horizontal / vertical; width / height; portrait / landscape; width / length; latitude / longitude; cut / copy; cut / paste; copy / paste; copy / move
bring to front / send to back; foreground / background; inside / outside; internal / external; local / remote; client / server; input / output; question / answer; help / settings
home / settings; home / profile; settings / profile; cart / wishlist; search / filter; sort / filter; notifications / messages; messages / email; calendar / clock; home / back
user / users; one user / group; man / woman; male / female; adult / child; parent / child; mr / mrs; student / teacher; admin / guest; employer / employee
terms / privacy; privacy policy / terms of service; about / contact; help / contact; blog / news; pricing / features; monthly / yearly; daily / weekly; weekly / monthly; free trial / buy now
facebook / twitter; facebook / google; google / github; github / gitlab; twitter / instagram; facebook / instagram; youtube / instagram; linkedin / facebook; apple / google; google / microsoft
youtube / twitter; whatsapp / telegram; visa / mastercard; paypal / credit card; android / apple; chrome / firefox; windows / linux; slack / discord; pinterest / instagram; github / bitbucket
add to cart / buy now; add to cart / add to wishlist; checkout / continue shopping; view cart / checkout; place order / cancel order; total / subtotal; price / quantity; product / order; tax / shipping
order history / track order; refund / return; review / rating; view / edit; preview / publish; rename / delete; duplicate / delete; archive / delete; archive / restore; delete / restore
bar chart / pie chart; line chart / bar chart; line chart / pie chart; chart / table; file / folder; image / video; photo / video; audio / video; phone / video call; call / hang up
eye / eye off; bell / bell slash; wifi / wifi off; heart / star; star / bookmark; pencil / trash; lock / key; plus / x; check / x; minus / x; info / warning; question / exclamation
arrow up / arrow left; arrow up / arrow right; arrow down / arrow left; arrow down / arrow right; chevron down / chevron right; chevron down / chevron left; upload / share; download / print; save / print
circle / square; triangle / circle; square / triangle; cloud / sun; rain / sun; car / bus; train / plane; dog / cat; coffee / beer; map / calendar
newest / oldest; latest / earliest; recent / popular; ancient / modern; before / after; past / future; early / late; fast / slow; short / long; small / large; thin / thick; wide / narrow
"""


def synonym_groups() -> list[list[str]]:
    """Groups of phrases that mean the same; a phrase may stand in several groups."""
    return [[phrase.strip() for phrase in line.split("|")] for line in _GROUPS.strip().splitlines()]


def field_pairs() -> list[tuple[str, str]]:
    """(name of a field, what stands in or names it otherwise), e.g. ("first name", "given-name")."""
    pairs = []
    for line in _FIELDS.strip().splitlines():
        names, _, hints = line.partition(" = ")
        pairs += [(name.strip(), hint.strip()) for name in names.split(",") for hint in hints.split("|")]
    return [(name, hint) for name, hint in pairs if name != hint]


def antonym_pairs() -> list[tuple[str, str]]:
    """Pairs of phrases that must never be taken for each other."""
    pairs = {}
    for line in _ANTONYMS.strip().splitlines():
        for pair in line.split(";"):
            first, _, second = pair.partition("/")
            pairs.setdefault(frozenset((first.strip(), second.strip())), (first.strip(), second.strip()))
    return list(pairs.values())
