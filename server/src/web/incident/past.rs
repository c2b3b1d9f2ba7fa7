//! What was said of an event before: earlier verdicts of the list, and people who dismissed it.

use care::{
    access::Action,
    incident::{AgainWhy, IncidentList, may_undo},
    time::Instant,
};

use super::{scene::Scene, words};
use crate::{
    store::{Dismissal, EarlierVerdict, IncidentState, StoreError, Tx},
    web::{member::Member, page::Page, time::Markup},
};

/// What was said before.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a thing the page offers or not"
)]
pub(super) struct Past {
    /// Why it does not count after all, while it does not.
    pub(super) why: Option<String>,
    /// Whether the reader can still undo that.
    pub(super) undo: bool,
    /// Whether the reader can say that it does not count after all.
    pub(super) dismiss: bool,
    /// Whether the reader can say that it counts all the same, though its source took it back.
    pub(super) keep: bool,
    /// Whether who confirms can open it again: not what counted once, only a coordinator does that.
    pub(super) reopens: bool,
    /// Everything that was said before, the latest first.
    pub(super) lines: Vec<PastLine>,
}

/// One thing that was said.
pub(super) struct PastLine {
    pub(super) at: Markup,
    pub(super) what: String,
}

impl Past {
    pub(super) async fn load(
        member: &Member,
        tx: &Tx,
        page: &Page,
        scene: &Scene,
    ) -> Result<Self, StoreError> {
        let acts = tx.dismissals(&scene.row.id).await?;
        let verdicts = tx.earlier_verdicts(&scene.row.id).await?;
        let list = words::list(tx, page.now()).await?;
        let may = scene.may(member, Action::DismissEvent);
        let standing = acts.iter().find(|act| act.undone_at.is_none());
        let standing = standing.filter(|_| scene.row.state == IncidentState::Dismissed);
        let mut lines: Vec<(Instant, String)> = Vec::new();
        lines.extend(verdicts.iter().map(|old| verdict(page, old, list.as_ref())));
        lines.extend(acts.iter().flat_map(|act| told(page, act, may)));
        lines.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
        let line = |(at, what)| PastLine {
            at: page.when(at),
            what,
        };
        Ok(Self {
            why: standing.map(|act| words::dismissed(act.why, page.l())),
            undo: may && standing.is_some_and(|act| may_undo(act.at, page.now())),
            dismiss: may && scene.row.state == IncidentState::Counted,
            keep: may && scene.row.state == IncidentState::Withdrawn,
            reopens: may || standing.is_none(),
            lines: lines.into_iter().map(line).collect(),
        })
    }
}

/// What a version of the list said, until it was judged again.
fn verdict(page: &Page, old: &EarlierVerdict, list: Option<&IncidentList>) -> (Instant, String) {
    let version = old.list_version;
    let entry = old.entry.as_deref().zip(list);
    let entry = entry.and_then(|(id, list)| list.entry(id));
    let said = match (old.state.as_str(), entry) {
        ("stored", _) => t!(page, "event-past-stored", version = version),
        (_, Some(entry)) => t!(
            page,
            "event-past-entry",
            version = version,
            entry = entry.label.text(page.lang())
        ),
        (_, None) => t!(page, "event-past-other", version = version),
    };
    let why = old.why.as_deref().and_then(AgainWhy::parse);
    let why = why.map(|why| page.text(&format!("watch-again-why-{why}")));
    let what = match why {
        Some(why) => format!("{said} {}", t!(page, "event-past-why", why = why.as_str())),
        None => said,
    };
    (Instant::from_millis(old.until_at), what)
}

/// That somebody dismissed it, and that it was undone; how many paths, for a coordinator alone.
///
/// A supporter does not see everybody who was there, and could count who is kept from them.
fn told(page: &Page, act: &Dismissal, may: bool) -> Vec<(Instant, String)> {
    let why = words::dismissed(act.why, page.l());
    let said = t!(page, "event-past-dismissed", why = why.as_str());
    let said = if may {
        let (withdrawn, stayed) = (act.withdrawn, act.stayed);
        let paths = t!(
            page,
            "event-past-paths",
            withdrawn = withdrawn,
            stayed = stayed
        );
        format!("{said} {paths}")
    } else {
        said
    };
    let undone = act.undone_at.map(|at| (at, t!(page, "event-past-undone")));
    undone.into_iter().chain([(act.at, said)]).collect()
}
