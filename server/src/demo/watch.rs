//! Requests about data in the demo: one that is late, one that has time, one that was answered.

use care::{
    data_request::{self, RequestKind, RequestState, RequestWhy, due_on},
    time::Instant,
};
use jiff::SignedDuration;

use super::Cast;
use crate::{
    entropy,
    store::{DataRequest, Organisation, Store, StoreError},
};

/// Who, by their place among the crews, what, and how many days ago.
const ASKED: [(usize, RequestKind, i64); 3] = [
    (110, RequestKind::Correct, 38),
    (111, RequestKind::Copy, 6),
    (112, RequestKind::Erase, 50),
];

/// Lets three colleagues ask; the last is answered the next day.
pub(super) async fn ask(
    store: &Store,
    org: &Organisation,
    cast: &Cast,
    now: Instant,
) -> Result<(), StoreError> {
    let tx = store.write("ask about data in the demo", &org.id).await?;
    for (place, kind, days) in ASKED {
        let at = now.minus(SignedDuration::from_hours(24 * days));
        let mut request = DataRequest {
            id: entropy::new_id(at),
            reference: entropy::reference(),
            kind,
            state: RequestState::Open,
            why: None,
            asked_at: at,
            due_on: due_on(at.date(&org.time_zone)),
            extended: false,
            settled_at: None,
        };
        tx.ask_about_data(&request, &cast.crew(place)).await?;
        let (answer, why) = (RequestState::Partly, Some(RequestWhy::Law));
        let possible = data_request::answer(request.state, answer, why).is_ok();
        if kind == RequestKind::Erase && possible {
            request.state = answer;
            request.why = why;
            request.settled_at = Some(at.plus(SignedDuration::from_hours(24)));
            let from = (RequestState::Open, false);
            tx.save_data_request(&request, from).await?;
        }
    }
    tx.commit().await
}
