//! The questions on the page of a case, filled with what was typed before.

use care::path::{
    Channel, ClosingReason, EarlyReason, MissReason, Outcome, Wish, deployability::Light,
};

use super::{
    now::Now,
    view::{View, label},
};
use crate::web::{
    support::{
        act::{NEEDS, SOURCES},
        fields::{Fields, Problem},
        group::Group,
    },
    text::Texts,
};

/// Every question that the present state may ask.
pub(in crate::web::support) struct Forms {
    pub(in crate::web::support) source: Group,
    pub(in crate::web::support) needs: Group,
    pub(in crate::web::support) people: String,
    pub(in crate::web::support) spoken: Group,
    pub(in crate::web::support) channel: Group,
    pub(in crate::web::support) help: Group,
    pub(in crate::web::support) wants: Group,
    pub(in crate::web::support) light: Group,
    pub(in crate::web::support) early: Group,
    pub(in crate::web::support) agreed: bool,
    pub(in crate::web::support) outcome: Group,
    pub(in crate::web::support) miss: Group,
    pub(in crate::web::support) refer: Group,
    pub(in crate::web::support) close: Group,
    /// The chosen suggestion, if any.
    pub(in crate::web::support) slot: String,
    pub(in crate::web::support) date: String,
    pub(in crate::web::support) time: String,
}

impl Forms {
    pub(super) fn new(l: Texts, view: &View, fields: &Fields, problems: &[Problem]) -> Self {
        let done =
            |group: Group, otherwise: &str| group.filled(fields, otherwise).checked(l, problems);
        let picture = view.picture.as_ref();
        let source = picture.map_or("", |picture| picture.source.as_str());
        let needs =
            Group::any("needs", t!(l, "support-picture-needs")).codes(l, "support-need-", NEEDS);
        let outcomes = Outcome::ALL
            .iter()
            .filter(|outcome| !is_last(view) || **outcome != Outcome::FollowUp);
        Self {
            source: done(
                Group::one("source", t!(l, "support-picture-source")).codes(
                    l,
                    "support-source-",
                    SOURCES,
                ),
                source,
            ),
            needs: done(needs, ""),
            people: typed(fields, "people", || {
                picture.map(|p| p.people.to_string()).unwrap_or_default()
            }),
            spoken: done(
                Group::one("spoken", t!(l, "support-contact-spoken"))
                    .in_a_row()
                    .item("yes", t!(l, "support-yes"))
                    .item("no", t!(l, "support-contact-not-reached")),
                "",
            ),
            channel: done(
                Group::one("channel", t!(l, "support-contact-how"))
                    .with_hint(t!(l, "support-contact-how-hint"))
                    .codes(l, "support-channel-", Channel::ALL.iter().map(|c| c.code())),
                Channel::Phone.code(),
            ),
            help: done(help(l, view), ""),
            wants: done(
                Group::one("wants", t!(l, "support-contact-wants"))
                    .in_a_row()
                    .codes(l, "support-wish-", Wish::ALL.iter().map(|w| w.code())),
                "",
            ),
            light: done(lights(l), ""),
            early: done(
                Group::one("early", t!(l, "support-early")).codes(
                    l,
                    "support-early-",
                    EarlyReason::ALL.iter().map(|r| r.code()),
                ),
                "",
            ),
            agreed: fields.has("agreed", "yes"),
            outcome: done(
                Group::one("outcome", t!(l, "support-outcome")).codes(
                    l,
                    "support-outcome-",
                    outcomes.map(|o| o.code()),
                ),
                "",
            ),
            miss: done(
                Group::one("reason", t!(l, "support-miss")).codes(
                    l,
                    "support-miss-",
                    MissReason::ALL.iter().map(|r| r.code()),
                ),
                "",
            ),
            refer: done(
                Group::one("consent", t!(l, "support-refer-consent")).codes(
                    l,
                    "support-consent-",
                    ["given", "not-given"],
                ),
                "",
            ),
            close: done(
                Group::one("why", t!(l, "support-close-why")).codes(
                    l,
                    "support-close-",
                    closings(view).map(ClosingReason::code),
                ),
                "",
            ),
            slot: fields.one("slot").to_owned(),
            date: typed(fields, "date", String::new),
            time: typed(fields, "time", String::new),
        }
    }
}

fn typed(fields: &Fields, name: &str, otherwise: impl FnOnce() -> String) -> String {
    if fields.is_empty() {
        otherwise()
    } else {
        fields.one(name).to_owned()
    }
}

fn is_last(view: &View) -> bool {
    matches!(view.now, Now::Outcome { number: 3, .. })
}

fn help(l: Texts, view: &View) -> Group {
    let group = Group::any("help", t!(l, "support-contact-help"))
        .with_hint(t!(l, "support-contact-help-hint"));
    view.help.iter().fold(group, |group, item| {
        group.item(item.help_id.as_str(), label(item, l.language().as_str()))
    })
}

fn lights(l: Texts) -> Group {
    let group = Group::one("light", t!(l, "support-light")).with_hint(t!(l, "support-light-hint"));
    Light::ALL.iter().fold(group, |group, light| {
        let class = match light {
            Light::Green => "go",
            Light::Orange => "wait",
            Light::Red => "stop",
        };
        let code = light.code();
        group.light(code, l.get(&format!("support-light-{code}")), class)
    })
}

/// The reasons for closing that can be true here; consent has its own form.
fn closings(view: &View) -> impl Iterator<Item = ClosingReason> {
    let complete = view.contacted;
    ClosingReason::ALL
        .iter()
        .copied()
        .filter(move |reason| match reason {
            ClosingReason::Completed | ClosingReason::Declined => complete,
            ClosingReason::ConsentRefused => false,
            _ => true,
        })
}
