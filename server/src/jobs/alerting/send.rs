//! Hands messages of one kind of channel over, many at a time, so that a slow one delays no other.

use std::collections::BTreeMap;

use care::{
    alerting::{ChannelKind, Purpose},
    ids::OrgId,
    time::Instant,
};
use jiff::SignedDuration;
use tokio::task::JoinSet;

use super::{Desk, PULSE};
use crate::{
    notify::{Failure, Letter},
    store::{Outgoing, Sent, StoreError},
    watch::Part,
};

/// How many messages of a kind are under way at once.
const MOST: usize = 48;
/// How long one message is this process's own; longer than a channel may take.
const LEASE: SignedDuration = SignedDuration::from_secs(30);
/// The longest pause between two tries.
const LONGEST_PAUSE: SignedDuration = SignedDuration::from_secs(60);

/// Hands over what waits for one kind of channel.
pub struct Courier {
    desk: Desk,
    kind: ChannelKind,
    under_way: JoinSet<(Outgoing, Result<(), Failure>)>,
    languages: BTreeMap<OrgId, String>,
    /// When it is asked next whether what was accepted also arrives.
    ask_again: Instant,
}

impl Courier {
    /// A courier for this kind.
    #[must_use]
    pub fn new(desk: Desk, kind: ChannelKind) -> Self {
        Self {
            desk,
            kind,
            under_way: JoinSet::new(),
            languages: BTreeMap::new(),
            ask_again: Instant::FIRST,
        }
    }

    /// Works until the process ends.
    pub async fn run(mut self) {
        loop {
            let rung = self.desk.store.rung();
            let begun = self.begin().await;
            let real_now = self.desk.clock.real_now();
            match begun {
                Ok(_) => self.desk.watch.beat(Part::Channel(self.kind), real_now),
                Err(error) => tracing::warn!(%error, "messages could not be looked at"),
            }
            self.look_for_receipts().await;
            if self.under_way.is_empty() {
                _ = tokio::time::timeout(PULSE, rung).await;
                continue;
            }
            tokio::select! {
                () = rung => {}
                () = tokio::time::sleep(PULSE) => {}
                Some(done) = self.under_way.join_next() => self.keep(done.ok()).await,
            }
        }
    }

    /// Hands over all that is due now, and waits until each has its outcome (for tests).
    ///
    /// # Errors
    /// [`StoreError`] when the database is away.
    pub async fn once(&mut self) -> Result<usize, StoreError> {
        let begun = self.begin().await?;
        while let Some(done) = self.under_way.join_next().await {
            self.keep(done.ok()).await;
        }
        Ok(begun)
    }

    /// Claims what is due, as far as there is room, and sends it off; says how many.
    async fn begin(&mut self) -> Result<usize, StoreError> {
        let room = MOST.saturating_sub(self.under_way.len());
        let now = self.desk.clock.now();
        let limit = u32::try_from(room).unwrap_or(0);
        if limit == 0 {
            return Ok(0);
        }
        let mut due: BTreeMap<OrgId, Vec<String>> = BTreeMap::new();
        for (org, id) in self.desk.store.due_messages(self.kind, now, limit).await? {
            due.entry(org).or_default().push(id);
        }
        let mut begun = 0;
        for (org, ids) in due {
            let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
            let tx = self.desk.store.write("claim messages", &org).await?;
            let claimed = tx.claim_messages(&ids, now, now.plus(LEASE)).await?;
            tx.commit().await?;
            let language = self.language(&org).await?;
            begun += claimed.len();
            for message in claimed {
                self.send_off(message, &language);
            }
        }
        Ok(begun)
    }

    /// Tells the watch, once a minute, when a provider accepts messages that do not arrive.
    async fn look_for_receipts(&mut self) {
        let (now, real_now) = (self.desk.clock.now(), self.desk.clock.real_now());
        let by_provider = matches!(self.kind, ChannelKind::Sms | ChannelKind::Voice);
        if !by_provider || real_now < self.ask_again {
            return;
        }
        self.ask_again = real_now.plus(LONGEST_PAUSE);
        match self.desk.store.is_silent(self.kind, now).await {
            Ok(is_silent) => self.desk.watch.lost(self.kind, is_silent, real_now),
            Err(error) => tracing::warn!(%error, "receipts could not be looked at"),
        }
    }

    async fn language(&mut self, org: &OrgId) -> Result<String, StoreError> {
        if let Some(language) = self.languages.get(org) {
            return Ok(language.clone());
        }
        let found = self.desk.store.organisation(org).await?;
        let language = found.map_or_else(String::new, |org| org.language);
        self.languages.insert(org.clone(), language.clone());
        Ok(language)
    }

    fn send_off(&mut self, message: Outgoing, language: &str) {
        let words = self.desk.notifier.words(language);
        let answer = (message.purpose == Purpose::Asked).then(|| {
            let (org, id) = (message.org.as_str(), &message.id);
            let right = self.desk.answers.right(&message.org, &message.id);
            format!("{}/answer/{org}/{id}/{right}", self.desk.origin)
        });
        let home = || format!("{}/", self.desk.origin);
        let letter = Letter {
            id: message.id.clone(),
            to: message.channel.address.clone(),
            purpose: message.purpose,
            text: words.text(message.purpose, &message.text),
            link: answer.clone().unwrap_or_else(home),
            answer,
        };
        let (notifier, kind) = (self.desk.notifier.clone(), self.kind);
        self.under_way.spawn(async move {
            let sent = notifier.send(kind, &letter, &words).await;
            (message, sent)
        });
    }

    /// Keeps what became of one message, and of all others that are done by now.
    async fn keep(&mut self, first: Option<(Outgoing, Result<(), Failure>)>) {
        let mut done: Vec<_> = first.into_iter().collect();
        while let Some(next) = self.under_way.try_join_next() {
            done.extend(next);
        }
        let mut by_org: BTreeMap<OrgId, Vec<_>> = BTreeMap::new();
        for (message, sent) in done {
            let real_now = self.desk.clock.real_now();
            self.desk.watch.sent(self.kind, sent.err(), real_now);
            by_org
                .entry(message.org.clone())
                .or_default()
                .push((message, sent));
        }
        for (org, outcomes) in by_org {
            // What cannot be kept is sent again when its lease ends, under the same id.
            if let Err(error) = self.write(&org, &outcomes).await {
                tracing::warn!(%error, "what became of messages could not be kept");
            }
        }
    }

    async fn write(
        &self,
        org: &OrgId,
        outcomes: &[(Outgoing, Result<(), Failure>)],
    ) -> Result<(), StoreError> {
        let now = self.desk.clock.now();
        let tx = self.desk.store.write("keep what was sent", org).await?;
        for (message, sent) in outcomes {
            tx.keep_sent(message, outcome(message, *sent, now), now)
                .await?;
        }
        tx.commit().await
    }
}

/// What follows from a try.
fn outcome(message: &Outgoing, sent: Result<(), Failure>, now: Instant) -> Sent {
    let pause = pause(message.attempts);
    match sent {
        Ok(()) => Sent::Done,
        Err(Failure::Away) => Sent::Again(now.plus(pause), "away"),
        Err(Failure::Busy(wait)) => Sent::Again(now.plus(wait.min(LONGEST_PAUSE)), "busy"),
        Err(Failure::NotSetUp) => Sent::Again(now.plus(LONGEST_PAUSE), "not-set-up"),
        Err(Failure::Denied) => Sent::Again(now.plus(LONGEST_PAUSE), "denied"),
        Err(Failure::Refused) => Sent::Never {
            why: "refused",
            channel: true,
        },
        Err(Failure::Gone) => Sent::Never {
            why: "gone",
            channel: true,
        },
    }
}

/// Doubles from five seconds to a minute: somebody waits.
fn pause(attempts: i32) -> SignedDuration {
    let doubled = 5_i64.saturating_mul(1 << attempts.saturating_sub(1).clamp(0, 4));
    SignedDuration::from_secs(doubled).min(LONGEST_PAUSE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tries_again_soon_and_at_least_each_minute() {
        assert_eq!(pause(1).as_secs(), 5);
        assert_eq!(pause(3).as_secs(), 20);
        assert_eq!(pause(i32::MAX).as_secs(), 60);
        assert_eq!(pause(i32::MIN).as_secs(), 5);
    }
}
