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

## support: the peer team

## dispatch: the control room

## signal: concern about a colleague

## coordinate: the coordinator

