//! The frame around sealed notes: every word and control that the browser fills.
//!
//! What is written in it never reaches the server in clear: the text stands in
//! no form and in no named control, and the script takes its texts from here
//! (R003, R081, R093).

use askama::{Template, filters::HtmlSafe};
use care::{
    guide::{HowLong, HowOften, Sign, Slot, Topic, Wording},
    time::Instant,
};

use super::text::Texts;

/// What the reader does with the notes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Writes about a colleague, with the guide, the topics and the signs.
    Write,
    /// Writes after a yearly talk: there is a guide, and no sign to look for (R126).
    Annual,
    /// Reads along.
    Read,
}

impl Mode {
    /// The value of the element's `mode`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Write | Self::Annual => "write",
            Self::Read => "read",
        }
    }

    const fn writes(self) -> bool {
        matches!(self, Self::Write | Self::Annual)
    }

    const fn aids(self) -> bool {
        matches!(self, Self::Write)
    }
}

/// The markup of `<veer-notes>`; render it as `{{ notes }}`.
#[derive(Clone, Debug, Template)]
#[template(path = "sealed/notes.html")]
pub struct Notes {
    l: Texts,
    circle: String,
    mode: Mode,
    slot: Slot,
    zone: String,
    /// The page to come back to from the vault.
    back: String,
    slots: Vec<Place>,
    topics: Vec<Choice>,
    signs: Vec<SignLine>,
    longs: Vec<Choice>,
    oftens: Vec<Choice>,
    ways: Vec<WayOn>,
    says: Vec<Choice>,
}

/// Every part of it is escaped where it is rendered.
impl HtmlSafe for Notes {}

/// A code and its words.
#[derive(Clone, Debug)]
struct Choice {
    code: String,
    label: String,
}

/// What a note can belong to, with what to ask there.
#[derive(Clone, Debug)]
struct Place {
    slot: Slot,
    label: String,
    guide: Vec<String>,
}

/// A sign with the words that fit the moment (C07).
#[derive(Clone, Debug)]
struct SignLine {
    code: &'static str,
    label: String,
    wording: &'static str,
    words: String,
    late: bool,
}

/// A way to more help, always in sight.
#[derive(Clone, Debug)]
struct WayOn {
    href: String,
    label: String,
    acute: bool,
}

/// What the script says by itself.
const SAYS: &[&str] = &[
    "saved",
    "saved-on",
    "joined",
    "empty",
    "draft",
    "draft-here",
    "restored",
    "draft-damaged",
    "offline",
    "trouble",
    "signed-out",
    "gone",
    "sent",
    "too-long",
    "no-room",
    "closed",
    "closed-unkept",
    "discarded",
    "no-key",
    "refused",
    "not-now",
];

/// Why something sealed is not shown; the codes of `web/src/seal/error.ts`.
const ERRORS: &[&str] = &[
    "damaged",
    "not-for-you",
    "wrong-context",
    "wrong-author",
    "bad-signature",
    "mixed-recipients",
    "changed-key",
    "wrong-words",
    "older-list",
    "no-key",
];

impl Notes {
    /// The notes of a case, for its supporter.
    ///
    /// `event` is the earliest event of the case: the words about signs grow
    /// more serious with the time since then, and stay so when another joins.
    pub fn of_case(
        l: Texts,
        case: &str,
        slot: Slot,
        event: Option<Instant>,
        now: Instant,
        zone: &str,
    ) -> Self {
        let page = format!("/support/case/{case}");
        let signs = Sign::ALL.iter().map(|sign| {
            let wording = sign.advice(event, now).wording;
            SignLine {
                code: sign.code(),
                label: l.get(&format!("sealed-sign-{sign}")),
                wording: wording.code(),
                words: l.get(&format!("sealed-wording-{wording}")),
                late: wording == Wording::TalkAboutReferral,
            }
        });
        Self {
            signs: signs.collect(),
            topics: choices(l, "sealed-topic-", Topic::ALL.iter().map(|c| c.code())),
            longs: choices(l, "sealed-long-", HowLong::ALL.iter().map(|c| c.code())),
            oftens: choices(l, "sealed-often-", HowOften::ALL.iter().map(|c| c.code())),
            ways: vec![
                WayOn {
                    href: format!("{page}#refer"),
                    label: t!(l, "sealed-refer"),
                    acute: false,
                },
                WayOn {
                    href: format!("{page}/acute"),
                    label: t!(l, "sealed-acute"),
                    acute: true,
                },
            ],
            ..Self::new(l, case, Mode::Write, slot, zone, page.clone())
        }
        .places(&Slot::OF_CASE)
    }

    /// The notes of a circle, for somebody who reads along; `page` is where they stand.
    pub fn to_read(l: Texts, circle: &str, zone: &str, page: &str) -> Self {
        Self::new(l, circle, Mode::Read, Slot::Other, zone, page.to_owned())
    }

    /// The record of a yearly talk (R126); `page` is where it stands.
    pub fn of_annual_talk(l: Texts, circle: &str, zone: &str, page: &str) -> Self {
        Self::new(l, circle, Mode::Annual, Slot::Annual, zone, page.to_owned())
            .places(&[Slot::Annual])
    }

    fn new(l: Texts, circle: &str, mode: Mode, slot: Slot, zone: &str, back: String) -> Self {
        Self {
            l,
            circle: circle.to_owned(),
            mode,
            slot,
            zone: zone.to_owned(),
            back,
            slots: Vec::new(),
            topics: Vec::new(),
            signs: Vec::new(),
            longs: Vec::new(),
            oftens: Vec::new(),
            ways: Vec::new(),
            says: says(l),
        }
    }

    fn places(mut self, slots: &[Slot]) -> Self {
        let place = |slot: &Slot| Place {
            slot: *slot,
            label: self.l.get(&format!("sealed-slot-{slot}")),
            guide: slot
                .guide()
                .iter()
                .map(|step| self.l.get(&format!("sealed-step-{step}")))
                .collect(),
        };
        self.slots = slots.iter().map(place).collect();
        self
    }
}

fn choices(l: Texts, family: &str, codes: impl Iterator<Item = &'static str>) -> Vec<Choice> {
    let choice = |code: &str| Choice {
        code: code.to_owned(),
        label: l.get(&format!("{family}{code}")),
    };
    codes.map(choice).collect()
}

/// Everything the script may have to say, by its code: `say-saved`, `topic-resilience`.
fn says(l: Texts) -> Vec<Choice> {
    let families: [(&str, Vec<&str>); 8] = [
        ("say-", SAYS.to_vec()),
        ("error-", ERRORS.to_vec()),
        ("slot-", Slot::ALL.iter().map(|c| c.code()).collect()),
        ("short-", Slot::ALL.iter().map(|c| c.code()).collect()),
        ("topic-", Topic::ALL.iter().map(|c| c.code()).collect()),
        ("sign-", Sign::ALL.iter().map(|c| c.code()).collect()),
        ("long-", HowLong::ALL.iter().map(|c| c.code()).collect()),
        ("often-", HowOften::ALL.iter().map(|c| c.code()).collect()),
    ];
    let single = |code: &str, label| Choice {
        code: code.to_owned(),
        label,
    };
    let mut says = vec![
        single("loading", t!(l, "sealed-loading")),
        single("write", t!(l, "sealed-write")),
        single("correct", t!(l, "sealed-correct")),
        single("by", t!(l, "sealed-by")),
        single("by-you", t!(l, "sealed-by-you")),
        single("verified-by", t!(l, "sealed-verified-by")),
        single("unverified", t!(l, "sealed-unverified")),
        single("corrected", t!(l, "sealed-corrected")),
        single("broken-of", t!(l, "sealed-broken-of")),
        single("who-sees-alone", t!(l, "sealed-who-sees-alone")),
        single("who-sees-with", t!(l, "sealed-who-sees-with")),
        single("changed-key", t!(l, "sealed-changed-key")),
        single("changed-key-hint", t!(l, "sealed-changed-key-hint")),
        single("picture-of", t!(l, "sealed-picture-of")),
        single("picture-sign", t!(l, "sealed-picture-sign")),
        single("not-there", t!(l, "sealed-not-there")),
        single("there", t!(l, "sealed-there")),
        single("export-partly", t!(l, "sealed-export-partly")),
        single("export-title", t!(l, "sealed-title")),
        single("export-topics", t!(l, "sealed-note-topics")),
        single("export-signs", t!(l, "sealed-note-signs")),
        single("export-broken", t!(l, "sealed-broken")),
        single("version", t!(l, "sealed-version")),
    ];
    for (family, codes) in families {
        let prefixed = |code: &&str| Choice {
            code: format!("{family}{code}"),
            label: l.get(&format!("sealed-{family}{code}")),
        };
        says.extend(codes.iter().map(prefixed));
    }
    says
}

#[cfg(test)]
mod tests;
