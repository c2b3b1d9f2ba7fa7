//! Why a command is refused.

use crate::time::Window;

macro_rules! refusals {
    ($( $(#[$doc:meta])* $variant:ident $({ $($field:ident: $ty:ty),+ })? = $code:literal, $text:literal; )+) => {
        /// Why a command is refused; the case stays as it was.
        ///
        /// The text is for logs; people read the translation of the code.
        #[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
        pub enum PathRefusal {
            $( $(#[$doc])* #[error($text)] $variant $({
                $(
                    #[doc = "See the refusal."]
                    $field: $ty
                ),+
            })?, )+
        }

        impl PathRefusal {
            /// Every code, for the test that all of them are translated.
            pub const CODES: &'static [&'static str] = &[$($code),+];

            /// The stable code: `refusal-<code>` is the key of the translation.
            pub const fn code(&self) -> &'static str {
                match self { $( Self::$variant { .. } => $code, )+ }
            }
        }
    };
}

refusals! {
    /// The case is closed; it can be reopened.
    AlreadyClosed = "already-closed", "the case is closed";
    /// Only a closed case can be reopened.
    NotClosed = "not-closed", "the case is open";
    /// Somebody took it up, so it is not withdrawn (R046).
    TakenUp = "taken-up", "the path was taken up";
    /// Nobody has taken the case yet.
    NoSupporter = "no-supporter", "the case has no supporter";
    /// Someone took the case before.
    AlreadyAssigned = "already-assigned", "the case has a supporter";
    /// Only the supporter of the case can have made this contact.
    NotTheSupporter = "not-the-supporter", "this is not the supporter of the case";
    /// The hand-over names the present supporter.
    SameSupporter = "same-supporter", "this is the supporter already";
    /// The supporter has to hand the case over first (R004).
    HandoverDue = "handover-due", "the supporter has to hand the case over";
    /// The situation picture is there, or was skipped.
    PictureDone = "picture-done", "the situation picture is done";
    /// First form a picture of the situation, or skip it on record (R063).
    PictureMissing = "picture-missing", "the situation picture is missing";
    /// An e-mail or message alone is no contact (R161).
    ContactByMessageOnly = "contact-by-message-only", "a message alone is no first contact";
    /// First contact comes before everything that follows (R007, R064).
    FirstContactMissing = "first-contact-missing", "there was no first contact yet";
    /// First contact was made before.
    FirstContactDone = "first-contact-done", "first contact was made";
    /// What happened cannot be later than now.
    InTheFuture = "in-the-future", "the moment is in the future";
    /// A plan cannot be earlier than now.
    InThePast = "in-the-past", "the moment is in the past";
    /// The moment is earlier than what it follows.
    OutOfOrder = "out-of-order", "the moment is earlier than what it follows";
    /// A third party asked, and the colleague has not agreed (R062).
    ConsentMissing = "consent-missing", "the colleague has not agreed yet";
    /// The colleague has answered, or was never in question.
    ConsentNotAsked = "consent-not-asked", "there is no open question of consent";
    /// The colleague has not asked to be called, or somebody called meanwhile.
    NotAsked = "not-asked", "the colleague has not asked to be called";
    /// Nobody tried by voice since the last time.
    NoAttempt = "no-attempt", "nobody tried to reach the colleague by voice";
    /// There is no offer that the colleague accepted (R067, R070).
    NotOffered = "not-offered", "the colleague has not accepted an offer";
    /// The time to offer again has not come (R070).
    OfferTooSoon = "offer-too-soon", "it is too soon to offer again";
    /// The one further offer was made (R070, C26).
    OfferSpent = "offer-spent", "the one further offer was made";
    /// The colleague gave this answer before.
    AlreadyAnswered = "already-answered", "the colleague gave this answer before";
    /// A talk is planned together (R067).
    NotAgreed = "not-agreed", "the talk was not agreed with the colleague";
    /// A talk before its window needs a reason (R071).
    TooEarlyWithoutReason { window: Window } = "too-early-without-reason", "the talk is before its window";
    /// A talk is planned already; it can be moved.
    AlreadyPlanned = "already-planned", "a talk is planned";
    /// There is no planned talk.
    NotPlanned = "not-planned", "no talk is planned";
    /// The last talk has no outcome yet (R075).
    OutcomeMissing = "outcome-missing", "the outcome of the last talk is missing";
    /// There were three talks: refer or close (R072).
    FourthTalk = "fourth-talk", "there is no fourth talk";
    /// Nothing leaves the house without the colleague's consent (R080).
    ReferralConsentMissing = "referral-consent-missing", "the colleague did not agree to the referral";
    /// The event belongs to the case already.
    AlreadyJoined = "already-joined", "the event belongs to the case already";
}
