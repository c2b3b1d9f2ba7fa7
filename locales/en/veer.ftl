# Every text in English. To add one: put it under the heading of its audience,
# in both languages; this file decides which keys exist.
# Tone: short, warm, plain. No "OK", no "Submit".

## time: days, times and windows

time-today = today
time-tomorrow = tomorrow
time-yesterday = yesterday
time-window = { $from } to { $to }
time-window-days = { $from } up to and including { $to }
time-window-hours = { $from }-{ $to } hours
time-minutes = { $count } min
time-hours = { $count ->
    [one] { $count } hour
   *[other] { $count } hours
}
time-days = { $count ->
    [one] { $count } day
   *[other] { $count } days
}
time-ago = { $span } ago
time-ahead = in { $span }
time-first-of-two = { $time } (summer time)
time-second-of-two = { $time } (winter time)
time-monday = Mon
time-tuesday = Tue
time-wednesday = Wed
time-thursday = Thu
time-friday = Fri
time-saturday = Sat
time-sunday = Sun
time-january = Jan
time-february = Feb
time-march = Mar
time-april = Apr
time-may = May
time-june = Jun
time-july = Jul
time-august = Aug
time-september = Sep
time-october = Oct
time-november = Nov
time-december = Dec

## shell: what stands on every page

shell-skip = To the content
shell-help = Help
shell-nav = Parts
shell-sign-out = Sign out
shell-offline = No connection. Nothing was sent; try again in a moment.
shell-home = To the start
shell-undo = Undo
shell-unstyled = Veer's styles have not been made yet. Everything works, but it looks bare. Make them with: cargo xtask web

## crisis: the card that is always one tap away

crisis-title = Do you need help now?
crisis-emergency = Immediate danger
crisis-suicide = Thinking of suicide?
crisis-suicide-how = 113 Suicide Prevention, day and night, free of charge. Or call 113.
crisis-doctor = Your GP helps too, and in the evening and at weekends the out-of-hours service. Call your own practice: its message names the number.
crisis-company-doctor = Your company doctor: { $number }
crisis-company-doctor-unknown = You reach your company doctor through your organisation.

## demo: the example organisation

demo-name = Example
demo-bar = An example with invented people. It is now
demo-hour = 1 hour later
demo-day = 1 day later
demo-window = To the next moment
demo-roles = Look as
demo-role-colleague = Colleague
demo-role-supporter = Supporter
demo-role-coordinator = Coordinator
demo-role-manager = Manager
demo-role-dispatcher = Dispatcher
demo-role-hr = HR
demo-role-privacy = Privacy officer
demo-role-admin = Administrator

## room: the parts of Veer

room-support = Support
room-coordinate = Coordinate
room-dispatch = Dispatch
room-manage = My team
room-desk = Desk
room-me = Me

## error: when something does not work

error-reload = Look again
error-not-found = There is nothing here
error-not-found-what = This page does not exist, or is not meant for you.
error-not-found-hint = Nothing is lost. Go back, or start again.
error-sign-in = Sign in first
error-sign-in-what = You are not signed in, or it was too long ago.
error-sign-in-hint = Sign in; you will then come back to this page.
error-refused = That is not possible now
error-refused-what = This step does not fit where the path is now.
error-refused-hint = Nothing has changed. Go back and choose something else.
error-stale = Something changed in the meantime
error-stale-hint = Your step was not taken. See how things stand now and decide again.
error-rate-limited = Wait a moment
error-rate-limited-what = This was tried too often in a short time.
error-rate-limited-hint = { $minutes ->
    [one] Try again in a minute. Do you need somebody now? Tap Help at the top.
   *[other] Try again in { $minutes } minutes. Do you need somebody now? Tap Help at the top.
}
error-bad-form = We could not read that
error-bad-form-what = The form did not arrive in one piece.
error-bad-form-hint = Nothing has changed. Go back, check what you filled in and try again.
error-too-large = That is too large
error-too-large-what = More came in than fits here.
error-too-large-hint = Nothing was stored. Send it in smaller parts.
error-method = This is not the way in
error-method-what = This page only works with the button that belongs to it.
error-method-hint = Nothing has changed. Begin at the start.
error-cross-site = This came from another site
error-cross-site-what = The form was not filled in on a page of Veer, so we do nothing with it.
error-cross-site-hint = Nothing has changed. Open Veer itself and try it there.
error-busy = That takes too long
error-busy-what = Veer could not finish this in time.
error-busy-hint = Try again in a moment. First see whether your step was taken after all.
error-internal = Something went wrong on our side
error-internal-what = This is our mistake, not yours.
error-internal-hint = Try again in a moment. Does it keep failing? Give this code to your administrator: { $reference }

## flash: what is said once after a step

flash-language = Veer now speaks English.

## refusal: why a step cannot be taken

refusal-passphrase-too-short = Your passphrase is too short. Take at least 12 characters, four loose words for example.
refusal-passphrase-too-long = Your passphrase is too long. Take at most 256 characters.
refusal-passphrase-too-common = This passphrase is quick to guess. Take four words that have nothing to do with each other, for example.
refusal-already-closed = This path is closed already. You can reopen it.
refusal-not-closed = This path is still open.
refusal-no-supporter = Nobody has taken this on yet. That comes first.
refusal-already-assigned = A fellow supporter has taken this on already.
refusal-not-the-supporter = Only this colleague's supporter can record this.
refusal-same-supporter = You are handing over to the present supporter. Choose somebody else.
refusal-handover-due = This has to be handed over first.
refusal-picture-done = The picture of the situation is there already.
refusal-picture-missing = First form a picture of what happened, or skip that on purpose.
refusal-contact-by-message-only = A message or e-mail alone is no contact yet. Call, or visit.
refusal-first-contact-missing = You have to have spoken to each other first.
refusal-first-contact-done = The first contact has been recorded already.
refusal-in-the-future = That moment is still to come. Record what has happened.
refusal-in-the-past = That moment has passed. Choose a later one.
refusal-out-of-order = That moment lies before the previous step. Check the date and the time.
refusal-consent-missing = Your colleague has not said yes to this yet. Ask first.
refusal-consent-not-asked = No question of consent is open.
refusal-no-attempt = Nobody has called or visited yet. Try that first.
refusal-not-offered = Your colleague has not accepted the offer yet.
refusal-offer-too-soon = It is too soon to offer again.
refusal-offer-spent = It has been offered a second time already. Your colleague can always still come.
refusal-already-answered = This answer has been given already.
refusal-not-agreed = Plan a talk together: your colleague has to agree to it.
refusal-too-early-without-reason = This talk is earlier than intended. Choose why that is better.
refusal-already-planned = A talk is planned already. You can move it.
refusal-not-planned = No talk is planned.
refusal-outcome-missing = First record how the last talk ended.
refusal-fourth-talk = There have been three talks; there is no fourth. Refer, or close.
refusal-referral-consent-missing = Without your colleague's yes nothing leaves the house.
refusal-already-joined = This event belongs to this path already.

## stale: what somebody else did meanwhile

stale-changed = Somebody else was just ahead of you.
stale-opened = Somebody else just opened the path.
stale-joined = An event was just added.
stale-assigned = This was just assigned to a supporter.
stale-taken = Another supporter just took this on.
stale-picture = Somebody else just recorded the picture of the situation.
stale-attempt = Somebody else just tried to make contact.
stale-contact = Somebody else just recorded the first contact.
stale-not-reached = It was just recorded that no contact was made.
stale-consent = Your colleague just answered.
stale-offer = The offer was just made.
stale-answer = The offer was just answered.
stale-planned = A talk was just planned.
stale-moved = The talk was just moved.
stale-missed = It was just recorded that the talk did not take place.
stale-held = The talk was just recorded.
stale-referred = A referral was just recorded.
stale-acute = The acute path was just started.
stale-handover-required = This has to be handed over as of now.
stale-handed-over = This was just handed over to another supporter.
stale-closed = The path was just closed.
stale-reopened = The path was just reopened.


## account: signing in and setting up
account-sign-in = Sign in
account-sign-in-lead = Nobody sees that you were here, except you.
account-sign-in-failed = That did not work
account-sign-in-failed-hint = The name or the passphrase is not right. Try again, or ask your administrator for a new invitation.
account-sign-in-button = Sign in
account-login = Sign-in name
account-login-hint = You choose it; your e-mail address is fine.
account-login-empty = Choose a sign-in name of at most 120 characters.
account-login-taken = Somebody has this sign-in name already. Choose another one.
account-passphrase = Passphrase
account-passphrase-hint = At least 12 characters. Four loose words are easy to remember and hard to guess.
account-passphrase-seen = Nobody else knows it, not even the administrator.
account-invitation = Welcome
account-welcome = Welcome, { $name }
account-invitation-lead = Choose how you sign in from now on. This link works once.
account-invitation-legend = How you sign in
account-invitation-button = Start
account-set-up = Set up Veer
account-set-up-lead = This installation is empty. You begin it with its first organisation and its first administrator.
account-set-up-code-label = Set-up code
account-set-up-code-hint = It stands in the file set-up-code in the data folder of the server. Only who can read that folder can begin.
account-set-up-code = This is not the code that stands in the data folder.
account-set-up-incomplete = Fill in every field.
account-set-up-zone = This time zone is not known. Write it like Europe/Amsterdam.
account-set-up-organisation = Organisation
account-set-up-name = Name
account-set-up-zone-label = Time zone
account-set-up-language = Language
account-set-up-you = You, the first administrator
account-set-up-your-name = Your name
account-set-up-seen = An administrator keeps people and imports, and never sees a case.
account-set-up-button = Begin

## me: my own page

me-title = Me
me-seen-by = Only you see this page.
me-hello = Hi { $name }.
me-more = More about you
me-now-somebody = Somebody from the peer team
me-now-nothing = Nobody has to do anything now.
me-now-call-soon = { $who } will call you as soon as possible.
me-now-call-today = { $who } will call you today.
me-now-call-by = { $who } will call you, { $when } at the latest.
me-now-not-reached = { $who } could not reach you and will try once more later. You don't have to do anything.
me-now-handover = Somebody else from the peer team will contact you.
me-now-consent-colleague = A colleague is concerned about you.
me-now-consent-manager = Your manager asked the peer team to call you.
me-now-offer = { $who } has time for a talk with you.
me-now-declined = Nobody has to do anything now. Later is always possible.
me-now-later = { $who } will ask you again, around { $day }.
me-now-talk = Talk { $number } with { $who }: { $when }.
me-now-talk-was = Talk { $number } with { $who } was { $when }.
me-now-plan = { $who } will arrange talk { $number } with you: { $window }.
me-now-referral = { $who } will ask you later whether the next step worked out.
me-consent-question = May somebody from the peer team call you?
me-consent-hint = You don't have to choose now. Without an answer here somebody from the team will ask you.
me-consent-yes = Yes, call me
me-consent-no = No, thank you
me-consent-seen = Only the peer team hears your answer. Who asked hears nothing.
me-offer-question = Would you like a talk?
me-offer-hint = You don't have to decide anything now. All three are fine.
me-offer-yes = Yes, please
me-offer-ask-later = Ask me again later
me-offer-no = No, I am fine
me-offer-seen = Only you and your supporter see your answer.
me-offer-after-all = I would like a talk after all
me-offer-change = No talk after all?
me-offer-change-hint = That is fine too. A planned talk is then cancelled.
me-supporter = { $name } is here for you.
me-not-with = Rather somebody else
me-not-with-seen = You don't have to say why. Somebody else takes over; nobody hears the reason.
me-ask = I want to talk with somebody now
me-ask-seen = Only the peer team sees that. You don't have to say what about.
me-asked-told = The peer team sees that you want to talk with somebody. You asked
me-ask-withdraw = Not needed after all
me-light-title = Can you take the next job?
me-light-green = Green
me-light-green-means = I can take the next job
me-light-orange = Orange
me-light-orange-means = I want a moment at the station, and stay on duty
me-light-red = Red
me-light-red-means = I stop for this shift. A replacement on { $unit } is asked for, without your name and without a reason
me-light-red-off-duty = I cannot work. You have no shift now, so no replacement is asked for
me-light-until = This counts until
me-light-scene = A supporter set a more careful colour. The most careful one counts.
me-light-seen = Only you and the peer team see your colour. It goes away after your shift.
me-light-set = Set my colour
me-record-title = What is recorded about me?
me-record-lead = This is everything that Veer keeps about you. What you say in a talk is not part of it.
me-record-cases = Support
me-record-since = Since
me-record-began = Began with
me-record-supporter = Supporter
me-record-nobody = nobody yet
me-record-answer = Talk
me-record-closed = Closed
me-record-open = still open
me-record-no-cases = There has been no support for you.
me-record-events = What you were part of
me-record-no-events = No event is recorded for you.
me-record-events-seen = Only you and the peer team see this. Your manager and HR do not.
me-record-no-light = You have set no colour now.
me-record-not-with = Rather not with
me-record-not-with-none = There is nobody on this list.
me-record-not-with-seen = Only you see this list.
me-allow = Take off
me-allow-name = Take { $name } off
me-load = { $count ->
    [one] { $count } event
   *[other] { $count } events
} in { $days ->
    [one] { $days } day.
   *[other] { $days } days.
}
me-load-window = The team looks back { $days } days.
me-event-other = Another event
me-event-strain = A hard stretch
me-role-crew = You were there
me-role-dispatcher = You were at dispatch
me-role-added = You were involved
me-role-supporter = You supported a colleague
me-role-duration = It lasted
me-began-detection = an event on the incident list
me-began-dispatcher = a report from dispatch
me-began-self = your own question
me-began-colleague = a colleague's concern
me-began-manager = a question from your manager
me-began-supporter = the peer team
me-offer-consent-refused = you did not want a call
me-offer-not-made = not offered yet
me-offer-open = offered
me-offer-accepted = you said yes
me-offer-declined = you said no
me-offer-later = you said: later
me-offer-not-reached = you could not be reached
me-attempt-phone = you were called
me-attempt-in-person = somebody came by
me-attempt-video = you had a video call
me-attempt-email = you were sent an e-mail
me-attempt-message = you were sent a message
me-log-opened = support began
me-log-contact = first contact
me-log-contact-help = first contact, with practical help
me-log-planned = talk { $number } planned
me-log-held = talk { $number } held, one more to come
me-log-held-refer = talk { $number } held, then referred
me-log-held-close = talk { $number } held, enough
me-log-cancelled = talk { $number } was called off
me-log-missed = talk { $number } missed
me-log-referral-discussed = referral discussed, nothing passed on
me-log-referral-agreed = referred, with your consent
me-log-referral-acute = referred urgently
me-log-closed = closed
me-access-title = Who has looked?
me-access-lead = Every time that somebody opened your support or did something in it.
me-access-nobody = Nobody has looked.
me-access-own = Your own visits are left out.
me-access-gone = Somebody who no longer works here
me-access-role-supporter = Supporter
me-access-role-coordinator = Coordinator
me-access-role-manager = Manager
me-access-saw-case = opened your support
me-access-saw-state = saw that something is open, not what
me-access-saw-list = saw your name in a list
me-access-did-taken = took on your support
me-access-did-assigned = chose a supporter
me-access-did-picture = recorded what happened
me-access-did-attempt = tried to reach you
me-access-did-contact = recorded the first contact
me-access-did-not-reached = recorded that you could not be reached
me-access-did-consent = recorded your answer
me-access-did-offer = offered a talk
me-access-did-answer = recorded your answer
me-access-did-planned = planned a talk
me-access-did-moved = moved a talk
me-access-did-missed = recorded a missed talk
me-access-did-held = closed a talk
me-access-did-referred = recorded a referral
me-access-did-acute = recorded an urgent referral
me-access-did-handover-required = asked for another supporter
me-access-did-handed-over = handed your support over
me-access-did-closed = closed your support
me-access-did-reopened = opened your support again
me-access-did-opened = began your support
me-access-did-joined = added an event
me-access-did-referral = asked the peer team to call you
me-access-did-something = did something in it
me-ties-title = Whom do you know privately?
me-ties-lead = Your partner, family or a close friend at work will not be your supporter, and you not theirs.
me-ties-choose = Who is it?
me-ties-declare = Put on my list
me-ties-seen = Only you see this. The other does not, and nobody hears why a supporter cannot.
me-ties-present = On your list
me-ties-none = There is nobody on your list.
me-ties-change = Change your list
flash-me-accepted = Good. Your supporter will find a moment with you.
flash-me-declined = Fine. Later is always possible.
flash-me-later = All right. We will ask you again later.
flash-me-consented = Thank you. Somebody from the peer team will call you.
flash-me-not-consented = Fine. Nobody will call you. Later is always possible.
flash-me-not-with = All right. Somebody else takes over.
flash-me-allowed = Taken off your list.
flash-me-asked = The peer team knows now. Who is on duty will call you.
flash-me-asked-known = Your supporter sees that you want to talk. Can it not wait? Tap Help at the top.
flash-me-asked-waiting = The peer team knows already and will call you. Can it not wait? Tap Help at the top.
flash-me-withdrawn = All right. Nobody will call you.
flash-me-light = Your colour is set.
flash-me-light-replacement = Your colour is set. A replacement is asked for, without your name and without a reason.
flash-me-light-undone = Put back.
flash-me-tied = It is on your list. Only you see it.
flash-me-untied = Taken off your list.

## support: the peer team

## dispatch: the control room

dispatch-title = Tell the peer team
dispatch-what = What happened?
dispatch-other = Something else
dispatch-other-hint = What is not on the list counts too
dispatch-who = Who was there?
dispatch-units = Units
dispatch-optional = (optional)
dispatch-me = Dispatcher: me
dispatch-more = What else you know
dispatch-number = Incident number
dispatch-time = Time
dispatch-minor = A child
dispatch-fatal = Somebody died
dispatch-aggression = Aggression
dispatch-major = Major event
dispatch-seen = Only the peer team sees your report.
dispatch-team-calls = The team calls. You too.
dispatch-report = Report
dispatch-sent = The peer team knows.
dispatch-sent-units = The team calls the crew of { $units }.
dispatch-sent-you = You too.
dispatch-sent-unknown = Who was on { $units } is not in the roster. The team will find out.
dispatch-problem-entry = Choose what happened. Something else is fine too.
dispatch-problem-number = This incident number is too long. Take 40 characters at most.
dispatch-problem-nobody = Fill in a unit, or tick yourself.
dispatch-problem-units = Those are too many units for one report.
dispatch-problem-time = Fill in the time as 03:12.
dispatch-replacements = Replacements to arrange
dispatch-no-replacements = No replacement is needed now.
dispatch-arranged = Arranged
dispatch-arranged-unit = Arranged for { $unit }
flash-dispatch-arranged = Arranged. Thank you.

## signal: concern about a colleague

signal-group-ambulance = ambulance
signal-group-dispatch = dispatch
signal-group-transport = scheduled transport
signal-group-psychiatric = psychiatric ambulance
signal-group-administration = office
signal-search = Search by name
signal-search-button = Search
signal-search-none = Nobody found. Try another part of the name.
signal-tell = Tell the peer team
signal-one-thing = One more thing
signal-concern-title = I am concerned about a colleague
signal-concern-lead = Good that you think of it. Who is it?
signal-concern-choose = Who is it?
signal-concern-seen = The peer team hears that a colleague is concerned. Veer does not keep with it who that is.
signal-concern-next = What happens then
signal-concern-next-call = Somebody from the peer team asks your colleague whether a call is welcome.
signal-concern-next-choice = Your colleague decides. No is fine too.
signal-concern-next-nothing = You hear nothing more about it. Asking yourself how things are always helps.
signal-concern-yourself = Is it about yourself?
signal-concern-yourself-link = Ask for a talk yourself
signal-thanks-title = Thank you
signal-thanks = Thank you.
signal-thanks-lead = The peer team knows now and looks what fits.
signal-thanks-nothing = From here on you see nothing of it. That is so for everybody, also when nothing happens.
signal-thanks-you = Does it touch you too?
signal-referral-title = Ask the peer team for a colleague
signal-referral-lead = Do you see that somebody carries something? Ask first yourself. Then say that you are asking the peer team.
signal-referral-own = Your staff
signal-referral-no-staff = The roster has nobody under your name. Search by name.
signal-referral-knows = Does your colleague know?
signal-referral-told = Yes, I said so myself
signal-referral-tell-first = Tell your colleague first, then tick the box.
signal-referral-seen = Your colleague sees that you asked. You see nothing afterwards: not whether there was a call, not what your colleague chooses.
signal-guide = What you can do
signal-guide-room = Make room: arrange a quiet moment, and a place in the roster for who needs to step back.
signal-guide-encourage = Encourage: say that talking with a colleague is ordinary here.
signal-guide-trust = Give trust: name what you see that went well, and ask for no proof.
signal-guide-human = See the person: ask how they are first, and only later about the job.
signal-guide-double = You also assess your people. That is why not everybody tells you everything, and why there is a peer team.
signal-list-title = What the peer team comes for
signal-list-lead = Were you part of something like this, or do you know of a colleague? Say so. Doubt is enough.
signal-list-off = Not recognised by itself now: { $why }. You can always report it.
signal-list-other = Is it not here? Something else can be just as shocking. Simply report it.
signal-list-me = Report for myself
signal-list-concern = Report for a colleague
signal-list-dispatch = Report from dispatch
signal-list-source = Source: { $source }

## coordinate: the coordinator
