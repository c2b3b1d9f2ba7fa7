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
crisis-suicide = Thinking of suicide? 113
crisis-suicide-how = day and night, free of charge; or call 113
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

## room: the parts of Veer


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
error-stale-what = Somebody else was just ahead of you.
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


## account: signing in and setting up


## me: my own page


## support: the peer team


## dispatch: the control room


## signal: concern about a colleague


## coordinate: the coordinator

