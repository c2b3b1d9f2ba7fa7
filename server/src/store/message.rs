//! Messages on their way: written with the question that they carry, claimed, sent, counted once.
//!
//! A message keeps its id through every try, and each channel carries that id, so that a receiver
//! can tell a second try from a second message.

use care::{
    alerting::{Ask, ChannelKind, Purpose},
    ids::{OrgId, PersonId},
    time::Instant,
};
use jiff::SignedDuration;
use sea_orm::{FromQueryResult, Value};

use super::{AlertRow, ChannelRow, Store, StoreError, Tx, system, tx::places, upsert::Existing};
use crate::entropy;

/// A message about to be written.
#[derive(Debug, Clone)]
pub struct NewMessage {
    /// Its id; the same id written twice is one message.
    pub id: String,
    /// To whom.
    pub person: PersonId,
    /// Through which channel.
    pub channel: String,
    /// Of which kind that is.
    pub kind: ChannelKind,
    /// For which opening of which alert, if it asks for one.
    pub alert: Option<(String, i32)>,
    /// What it is for.
    pub purpose: Purpose,
    /// The code that it brings, if it does.
    pub text: String,
    /// When it is to go out.
    pub due: Instant,
    /// After when it makes no sense any more.
    pub until: Instant,
}

/// A message that was claimed, with where it goes.
#[derive(Clone)]
pub struct Outgoing {
    /// The organisation it belongs to.
    pub org: OrgId,
    /// Its id.
    pub id: String,
    /// To whom.
    pub person: PersonId,
    /// Through which channel.
    pub channel: ChannelRow,
    /// What it is for.
    pub purpose: Purpose,
    /// The code that it brings, if it does.
    pub text: String,
    /// How often it was tried before.
    pub attempts: i32,
    /// After when it makes no sense any more.
    pub until: Instant,
}

/// A message that asked somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuestionSent {
    /// For which alert.
    pub alert: String,
    /// Whom.
    pub person: PersonId,
    /// Through which kind of channel.
    pub kind: ChannelKind,
    /// Whether the channel took it.
    pub sent: bool,
    /// Whether it never will.
    pub failed: bool,
}

/// What became of a try.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sent {
    /// It was handed over.
    Done,
    /// Not now: to be tried again from this moment on.
    Again(Instant, &'static str),
    /// Never: why, and whether the channel itself is at fault.
    Never {
        /// Why, as a code.
        why: &'static str,
        /// Whether nothing more is to be expected of the channel.
        channel: bool,
    },
}

#[derive(FromQueryResult)]
struct Place {
    org_id: String,
    message_id: String,
}

#[derive(FromQueryResult)]
struct Row {
    message_id: String,
    person_id: String,
    channel_id: String,
    purpose: String,
    text: String,
    attempts: i32,
    until_at: i64,
}

/// How much later a telephone call is made than everything that makes less noise.
pub const CALL_AFTER: SignedDuration = SignedDuration::from_mins(2);
/// For how long a message that asks makes sense.
const ASKED_FOR: SignedDuration = SignedDuration::from_hours(12);
/// How soon a provider that gives receipts gives one.
const RECEIPT: SignedDuration = SignedDuration::from_mins(5);
/// So many messages in a row without a receipt are no chance.
const SILENT: u32 = 3;

fn question(alert: &AlertRow, channel: &ChannelRow, now: Instant) -> NewMessage {
    let due = match channel.kind {
        ChannelKind::Voice => now.plus(CALL_AFTER),
        _ => now,
    };
    NewMessage {
        id: entropy::new_id(now),
        person: channel.person.clone(),
        channel: channel.id.clone(),
        kind: channel.kind,
        alert: Some((alert.id.clone(), alert.turn)),
        purpose: Purpose::Asked,
        text: String::new(),
        due,
        until: now.plus(ASKED_FOR),
    }
}

impl Store {
    /// Whether a provider that used to tell what arrived takes messages and tells nothing any more:
    /// a named cross-organisation query.
    pub async fn is_silent(&self, kind: ChannelKind, now: Instant) -> Result<bool, StoreError> {
        #[derive(FromQueryResult)]
        struct Receipt {
            receipt_at: Option<i64>,
        }
        let tx = self.read("scan receipts", &system()).await?;
        let since = now.minus(SignedDuration::from_hours(24 * 7));
        let values = || {
            [
                kind.code().into(),
                since.millis().into(),
                now.minus(RECEIPT).millis().into(),
            ]
        };
        let told = "SELECT receipt_at FROM messages WHERE kind = $1 AND made_at >= $2 AND made_at < $3 \
                    AND receipt_at IS NOT NULL LIMIT 1";
        if tx.reference::<Receipt>(told, values()).await?.is_empty() {
            return Ok(false);
        }
        let last = format!(
            "SELECT receipt_at FROM messages WHERE kind = $1 AND made_at >= $2 AND sent_at < $3 \
             AND state = 'sent' ORDER BY sent_at DESC LIMIT {SILENT}"
        );
        let last: Vec<Receipt> = tx.reference(&last, values()).await?;
        Ok(last.len() == SILENT as usize && last.iter().all(|it| it.receipt_at.is_none()))
    }

    /// Messages of a kind that are due and unclaimed, oldest first: a named cross-organisation query.
    pub async fn due_messages(
        &self,
        kind: ChannelKind,
        now: Instant,
        limit: u32,
    ) -> Result<Vec<(OrgId, String)>, StoreError> {
        let tx = self.read("scan due messages", &system()).await?;
        let sql = format!(
            "SELECT org_id, message_id FROM messages WHERE state = 'waiting' AND due_at <= $1 \
             AND leased_until < $1 AND kind = $2 ORDER BY due_at, message_id LIMIT {limit}"
        );
        let values = [now.millis().into(), kind.code().into()];
        let rows: Vec<Place> = tx.reference(&sql, values).await?;
        let pair = |row: Place| (OrgId::new(row.org_id), row.message_id);
        Ok(rows.into_iter().map(pair).collect())
    }
}

impl Tx {
    /// Writes messages; those of an id that is there already are left out.
    pub async fn write_messages(
        &self,
        messages: &[NewMessage],
        now: Instant,
    ) -> Result<u64, StoreError> {
        let columns = [
            "message_id",
            "person_id",
            "channel_id",
            "kind",
            "alert_id",
            "turn",
            "purpose",
            "text",
            "made_at",
            "due_at",
            "until_at",
            "attempts",
            "leased_until",
            "state",
        ];
        let row = |new: &NewMessage| -> Vec<Value> {
            let (alert, turn) = match &new.alert {
                Some((alert, turn)) => (alert.as_str(), *turn),
                None => ("", 0),
            };
            vec![
                new.id.as_str().into(),
                new.person.as_str().into(),
                new.channel.as_str().into(),
                new.kind.code().into(),
                alert.into(),
                turn.into(),
                new.purpose.code().into(),
                new.text.as_str().into(),
                now.millis().into(),
                new.due.millis().into(),
                new.until.millis().into(),
                0_i32.into(),
                0_i64.into(),
                "waiting".into(),
            ]
        };
        let rows = messages.iter().map(row).collect();
        let written = self
            .upsert("messages", &columns, &["message_id"], Existing::Kept, rows)
            .await?;
        if written > 0 {
            self.wake();
        }
        Ok(written)
    }

    /// Claims messages until the lease ends; gives those that were still free, with their channels.
    ///
    /// What is past its time, or whose channel is gone, is dropped.
    pub async fn claim_messages(
        &self,
        ids: &[&str],
        now: Instant,
        lease: Instant,
    ) -> Result<Vec<Outgoing>, StoreError> {
        let among = places(4, ids.len());
        let claim = format!(
            "UPDATE messages SET leased_until = $3, attempts = attempts + 1 WHERE org_id = $1 \
             AND state = 'waiting' AND leased_until < $2 AND message_id IN ({among}) \
             RETURNING message_id, person_id, channel_id, purpose, text, attempts, until_at"
        );
        let moments = [now.millis().into(), lease.millis().into()];
        let ids = ids.iter().map(|id| Value::from(*id));
        let rows: Vec<Row> = self.all(&claim, moments.into_iter().chain(ids)).await?;
        let people: Vec<PersonId> = rows
            .iter()
            .map(|row| PersonId::new(&row.person_id))
            .collect();
        let channels = self.channels_of(&people).await?;
        let mut claimed = Vec::with_capacity(rows.len());
        for row in rows {
            let channel = channels.iter().find(|channel| channel.id == row.channel_id);
            let until = Instant::from_millis(row.until_at);
            match (channel, Purpose::parse(&row.purpose)) {
                (Some(channel), Some(purpose)) if now < until => claimed.push(Outgoing {
                    org: self.org().clone(),
                    id: row.message_id,
                    person: PersonId::new(row.person_id),
                    channel: channel.clone(),
                    purpose,
                    text: row.text,
                    attempts: row.attempts,
                    until,
                }),
                _ => {
                    self.end_message(&row.message_id, "dropped", "too-late", now)
                        .await?;
                }
            }
        }
        Ok(claimed)
    }

    /// Keeps what became of a try.
    pub async fn keep_sent(
        &self,
        message: &Outgoing,
        sent: Sent,
        now: Instant,
    ) -> Result<(), StoreError> {
        match sent {
            Sent::Done => {
                let sql = "UPDATE messages SET state = 'sent', sent_at = $3, text = '', failure = '' \
                           WHERE org_id = $1 AND message_id = $2";
                self.run(sql, [message.id.as_str().into(), now.millis().into()])
                    .await?;
            }
            Sent::Again(at, _) if at >= message.until => {
                self.end_message(&message.id, "failed", "too-late", now)
                    .await?;
            }
            Sent::Again(at, why) => {
                let sql = "UPDATE messages SET due_at = $3, leased_until = 0, failure = $4 \
                           WHERE org_id = $1 AND message_id = $2";
                let values = [message.id.as_str().into(), at.millis().into(), why.into()];
                self.run(sql, values).await?;
            }
            Sent::Never { why, channel } => {
                self.end_message(&message.id, "failed", why, now).await?;
                if channel {
                    self.trouble_channel(&message.channel.id, why, now).await?;
                }
            }
        }
        Ok(())
    }

    async fn end_message(
        &self,
        id: &str,
        state: &str,
        failure: &str,
        now: Instant,
    ) -> Result<(), StoreError> {
        let sql = "UPDATE messages SET state = $3, failure = $4, sent_at = $5, text = '' \
                   WHERE org_id = $1 AND message_id = $2 AND state = 'waiting'";
        let values = [id.into(), state.into(), failure.into(), now.millis().into()];
        self.run(sql, values).await?;
        Ok(())
    }

    /// Drops what has not gone out for an alert: to one person, or to all.
    pub async fn drop_messages(
        &self,
        alert: &str,
        person: Option<&PersonId>,
    ) -> Result<(), StoreError> {
        let sql = "UPDATE messages SET state = 'dropped' WHERE org_id = $1 AND alert_id = $2 \
                   AND state = 'waiting' AND ($3 = '' OR person_id = $3)";
        let person = person.map_or("", PersonId::as_str);
        self.run(sql, [alert.into(), person.into()]).await?;
        Ok(())
    }

    /// Writes a message for each channel of everyone who is asked now, of those that may be counted
    /// on and that `has` says can be sent through.
    pub async fn write_questions(
        &self,
        asked: &[(AlertRow, Vec<Ask>)],
        has: impl Fn(ChannelKind) -> bool + Send,
        now: Instant,
    ) -> Result<(), StoreError> {
        let asks = asked.iter().flat_map(|(_, asks)| asks);
        let people: Vec<PersonId> = asks.map(|ask| ask.person.clone()).collect();
        let channels = self.channels_of(&people).await?;
        let mut messages = Vec::new();
        for (alert, asks) in asked {
            for ask in asks {
                let working = channels
                    .iter()
                    .filter(|channel| channel.person == ask.person && channel.works())
                    .filter(|channel| has(channel.kind));
                messages.extend(working.map(|channel| question(alert, channel, now)));
            }
        }
        self.write_messages(&messages, now).await?;
        Ok(())
    }

    /// Through which kinds of channel people were asked for these alerts since they were opened last.
    pub async fn questions_sent(
        &self,
        alerts: &[AlertRow],
    ) -> Result<Vec<QuestionSent>, StoreError> {
        #[derive(FromQueryResult)]
        struct Line {
            alert_id: String,
            person_id: String,
            kind: String,
            state: String,
        }
        if alerts.is_empty() {
            return Ok(Vec::new());
        }
        let sql = format!(
            "SELECT m.alert_id, m.person_id, m.kind, m.state FROM messages m JOIN alerts a \
             ON a.org_id = $1 AND a.alert_id = m.alert_id AND a.turn = m.turn WHERE m.org_id = $1 \
             AND m.alert_id IN ({}) ORDER BY m.made_at, m.message_id LIMIT 5000",
            places(2, alerts.len())
        );
        let ids = alerts.iter().map(|alert| Value::from(alert.id.as_str()));
        let rows: Vec<Line> = self.all(&sql, ids).await?;
        let sent = |row: Line| {
            Some(QuestionSent {
                alert: row.alert_id,
                person: PersonId::new(row.person_id),
                kind: ChannelKind::parse(&row.kind)?,
                sent: row.state == "sent",
                failed: row.state == "failed",
            })
        };
        Ok(rows.into_iter().filter_map(sent).collect())
    }

    /// Keeps that a provider says a message did not arrive: nothing is expected of its channel until
    /// it is proved again. Says whether there is such a message.
    pub async fn keep_failure(&self, id: &str, now: Instant) -> Result<bool, StoreError> {
        let sql = "UPDATE messages SET receipt_at = COALESCE(receipt_at, $3), failure = 'undelivered' \
                   WHERE org_id = $1 AND message_id = $2 AND state = 'sent'";
        if self.run(sql, [id.into(), now.millis().into()]).await? == 0 {
            return Ok(false);
        }
        if let Some((.., channel)) = self.message_asking(id).await? {
            self.trouble_channel(&channel, "undelivered", now).await?;
        }
        Ok(true)
    }

    /// Keeps that a provider says a message arrived; says whether there is such a message.
    pub async fn keep_arrival(&self, id: &str, now: Instant) -> Result<bool, StoreError> {
        let sql = "UPDATE messages SET receipt_at = COALESCE(receipt_at, $3) WHERE org_id = $1 \
                   AND message_id = $2 AND state = 'sent'";
        Ok(self.run(sql, [id.into(), now.millis().into()]).await? > 0)
    }

    /// To whom a message went, for which alert, and through which channel.
    pub async fn message_asking(
        &self,
        id: &str,
    ) -> Result<Option<(PersonId, String, String)>, StoreError> {
        #[derive(FromQueryResult)]
        struct Asking {
            person_id: String,
            alert_id: String,
            channel_id: String,
        }
        let sql = "SELECT person_id, alert_id, channel_id FROM messages WHERE org_id = $1 AND message_id = $2";
        let row: Option<Asking> = self.one(sql, [id.into()]).await?;
        Ok(row.map(|row| (PersonId::new(row.person_id), row.alert_id, row.channel_id)))
    }
}
