//! Requests as a supporter sees them: what is asked of them, what they ask, what came of it.

use std::collections::BTreeSet;

use care::{
    ids::PersonId,
    period::Period,
    swap::{SwapState, SwapStep},
    time::Instant,
};

use super::{
    entry::{called, day_and_times},
    rules::Team,
};
use crate::{
    store::{RotaRequest, StoreError, Tx},
    web::page::Page,
};

/// What waits and what came of what was asked.
#[derive(Default)]
pub(super) struct Asks {
    /// What others ask.
    pub(super) of_me: Vec<RequestView>,
    /// What one asks oneself.
    pub(super) mine: Vec<RequestView>,
    /// What is over, newest first.
    pub(super) ended: Vec<EndedView>,
    asked: BTreeSet<Instant>,
}

/// A request that waits.
pub(super) struct RequestView {
    pub(super) id: String,
    /// Who asks, or whom one asks; nobody is anyone.
    pub(super) name: Option<String>,
    pub(super) duty: String,
    pub(super) called: String,
    /// The duty that goes the other way.
    pub(super) other: Option<String>,
    /// Whether one may say no: what is asked of anyone needs no answer.
    pub(super) may_refuse: bool,
}

/// A request that is over.
pub(super) struct EndedView {
    pub(super) words: String,
    pub(super) duty: String,
}

impl Asks {
    /// Whether one asks somebody to take the duty that begins then.
    pub(super) fn is_asked(&self, from: Instant) -> bool {
        self.asked.contains(&from)
    }
}

/// What concerns one supporter. What is asked of anyone stands there only for whom the rules allow it.
pub(super) async fn load(
    tx: &Tx,
    page: &Page,
    team: &Team,
    me: &PersonId,
) -> Result<Asks, StoreError> {
    let mut asks = Asks::default();
    for it in tx.open_rota_requests(page.now()).await? {
        if it.swap.asker == *me {
            asks.asked.insert(it.duty.from);
            let to = it.swap.to.as_ref();
            asks.mine.push(view(page, team, &it, to));
        } else if it.swap.after(SwapStep::Accept, me, page.now()).is_some() && fits(team, &it, me) {
            asks.of_me.push(view(page, team, &it, Some(&it.swap.asker)));
        }
    }
    for it in tx.ended_rota_requests(me).await? {
        asks.ended.push(ended(page, team, &it, me));
    }
    Ok(asks)
}

/// Whether the rules allow it to who is asked: by name always told, to anyone only where it fits.
fn fits(team: &Team, it: &RotaRequest, me: &PersonId) -> bool {
    it.swap.to.is_some() || team.may(me, it.duty)
}

fn view(page: &Page, team: &Team, it: &RotaRequest, who: Option<&PersonId>) -> RequestView {
    let told = |period: Period| day_and_times(page, period);
    RequestView {
        id: it.id.clone(),
        name: who.map(|id| team.name(id).to_owned()),
        duty: told(it.duty),
        called: called(page, team, it.duty),
        other: it.other.map(told),
        may_refuse: it.swap.to.is_some(),
    }
}

fn ended(page: &Page, team: &Team, it: &RotaRequest, me: &PersonId) -> EndedView {
    let asked = it.swap.asker == *me;
    let other = if asked {
        it.swap.answerer.as_ref().or(it.swap.to.as_ref())
    } else {
        Some(&it.swap.asker)
    };
    let name = other.map_or("", |id| team.name(id));
    let words = match (it.swap.state, asked) {
        (SwapState::Accepted, true) => t!(page, "rota-ended-accepted", name = name),
        (SwapState::Accepted, false) => t!(page, "rota-ended-took", name = name),
        (SwapState::Refused, true) => t!(page, "rota-ended-refused"),
        (SwapState::Refused, false) => t!(page, "rota-ended-you-refused", name = name),
        (SwapState::Withdrawn, _) => t!(page, "rota-ended-withdrawn"),
        (SwapState::Asked | SwapState::Lapsed, _) => t!(page, "rota-ended-lapsed"),
    };
    EndedView {
        words,
        duty: day_and_times(page, it.duty),
    }
}
