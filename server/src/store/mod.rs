//! Everything Veer keeps, behind one concrete [`Store`]: one file per aggregate.
//!
//! A transaction has a name and belongs to one organisation: [`Store::read`] and [`Store::write`]
//! give a [`Tx`]; a `Tx` that is dropped without [`Tx::commit`] changes nothing. Statements carry
//! the organisation in every table they touch (data rule 4), are the same text on both engines, and
//! take time, ids and randomness as parameters (data rule 5).

#![deny(missing_docs)]

mod access_log;
mod access_search;
mod account_link;
mod alert;
mod ambassador;
mod annual;
mod appointment;
mod backups;
mod by_hand;
mod case;
mod chain;
mod chain_check;
mod channel;
mod circle;
mod circle_people;
mod data_request;
mod disclosure;
mod dismissal;
mod dump;
mod engine;
mod erasure;
mod error;
mod event_report;
mod exposure;
mod following;
mod health;
mod hook;
mod import_profile;
mod inbox;
mod incident;
mod info;
mod job;
mod join;
mod journal;
mod judgement;
mod kinds_never;
mod light;
mod matching;
mod message;
mod migration;
mod month;
mod organisation;
mod outreach;
mod pace;
mod page;
mod passkey;
mod person;
mod personal;
mod planner;
mod policy;
mod policy_draft;
mod practical;
mod profile;
mod pseudonym;
mod quarantine;
mod recovery;
mod reminder;
mod retention;
mod roster;
mod sealed;
mod session;
mod setting;
mod settle;
mod silence;
mod spread;
mod staff;
mod support;
mod supporting;
mod sweep;
mod task;
mod trial;
mod tx;
mod unit_name;
mod unnamed;
mod unresolved;
mod upsert;
mod vacuum;
mod vault;
mod withdrawing;
mod workload;

use std::{path::Path, sync::Arc};

use care::{ids::OrgId, time::Instant};
use tokio::sync::Mutex;

pub use access_log::{AccessEntry, Actor, ONESELF, View};
pub use access_search::{AccessCursor, AccessSearch, LogName};
pub use account_link::OtherAccount;
pub use alert::AlertRow;
pub use ambassador::AmbassadorSeat;
pub use annual::AnnualTalk;
pub use appointment::{AppointmentRow, NeededAppointment};
pub use by_hand::{LineKey, RosterLine};
pub use case::{
    Assignment, CHANGES, CaseChange, CaseFailure, CaseOverview, CaseRow, Given, NewCase,
};
pub use chain::{Link, genesis};
pub use chain_check::{BeforeChain, ChainHead, ChainRow};
pub use channel::ChannelRow;
pub use circle::{Choices, CircleKey, CircleWrap};
pub use circle_people::{Circle, CircleKind};
pub use data_request::DataRequest;
pub use disclosure::{DisclosureRow, HeardRow};
pub use dismissal::Dismissal;
pub use dump::{Filling, Row, Snapshot, Table, schema, tables};
pub use engine::{FILE, Location};
pub use erasure::{Erasure, ErasureKind, Moment, Replayed};
pub use error::StoreError;
pub use event_report::EventReport;
pub use exposure::{ExposureRow, MadeOf, NudgeRow};
pub use following::{Beginning, opens_paths, opens_paths_since};
pub use health::{Room, Work};
pub use hook::Hook;
pub use import_profile::{ImportKind, ImportProfile};
pub use inbox::InboxSource;
pub use incident::{IncidentRow, IncidentState};
pub use info::{FoundRow, Shown};
pub use job::{Job, JobKind};
pub use join::OnRoster;
pub use journal::{JOURNAL, Journal, Journalled};
pub use judgement::{EarlierVerdict, Rejudging};
pub use light::ReplacementRow;
pub use message::{CALL_AFTER, NewMessage, Outgoing, QuestionSent, Sent};
pub use migration::{MIGRATIONS, statements};
pub use organisation::{FeedToken, Organisation, Profile, system};
pub use outreach::InfoSession;
pub use page::PageRow;
pub use passkey::PasskeyRow;
pub use person::{Person, PersonDraft, ROSTERED};
pub use personal::{Cell, HELD, Held, HeldRows, WITHHELD};
pub use policy::{AT_ONCE, PolicyKind, PolicyVersion};
pub use policy_draft::PolicyDraft;
pub use practical::HelpChange;
pub use quarantine::{QuarantineRow, Settled};
pub use recovery::{
    Asking, Contribution, HolderKeys, NewTeam, RecoveryRow, RecoveryTeam, TEAM, TeamWrap,
};
pub use retention::{Ending, Receipt, Whose};
pub use sealed::{DraftRow, NoteRow};
pub use session::{OpenInvitation, SessionRow};
pub use setting::{Setting, Settings};
pub use spread::{CountRelease, Released};
pub use staff::{Details, Which};
pub use support::{Debriefing, HelpItem, PictureRow};
pub use task::TeamTask;
pub use trial::{PastEvent, TrialRow, TrialState};
pub use tx::Tx;
pub use unit_name::{LearnedName, NAME_COUNTED, NameKind, SourceName, WaitingName};
pub use unresolved::{CrewAnswer, Lack, UnresolvedRow};
pub use vault::{LockMethod, VaultKeys, VaultLock, VaultPins};
pub use withdrawing::Consequence;
pub use workload::Loads;

use engine::Engine;

/// The one store, cheap to clone.
#[derive(Clone)]
pub struct Store {
    engine: Arc<Engine>,
    turn: Arc<Mutex<()>>,
}

impl Store {
    /// Opens the database and brings its schema up to date.
    ///
    /// # Errors
    /// [`StoreError::Away`] when it cannot be reached, [`StoreError::TooNew`] after a downgrade.
    pub async fn open(location: &Location, now: Instant) -> Result<Self, StoreError> {
        match location {
            Location::Folder(folder) => Self::open_beside(location, Some(folder), now).await,
            Location::Url(_) => Self::open_beside(location, None, now).await,
        }
    }

    /// Opens the database with its erasure journal in this folder.
    ///
    /// Without a journal nothing of anybody's own can be erased: a restored backup would bring it
    /// back, and nobody would know.
    ///
    /// # Errors
    /// As [`Store::open`].
    pub async fn open_beside(
        location: &Location,
        folder: Option<&Path>,
        now: Instant,
    ) -> Result<Self, StoreError> {
        let mut engine = Engine::connect(location).await?;
        engine.journal = folder.map(Journal::of);
        migration::migrate(&engine, now.millis()).await?;
        planner::tell(&engine).await?;
        Ok(Self {
            engine: Arc::new(engine),
            turn: Arc::default(),
        })
    }

    /// Begins a reading transaction: one consistent view, on an organisation's rows.
    pub async fn read(&self, name: &'static str, org: &OrgId) -> Result<Tx, StoreError> {
        Tx::begin_read(self.engine.clone(), name, org).await
    }

    /// Begins a writing transaction on an organisation's rows.
    ///
    /// On the embedded engine writers take turns, in the order in which they asked.
    pub async fn write(&self, name: &'static str, org: &OrgId) -> Result<Tx, StoreError> {
        let turn = if self.engine.one_writer {
            Some(self.turn.clone().lock_owned().await)
        } else {
            None
        };
        Tx::begin_write(self.engine.clone(), turn, name, org).await
    }

    /// Waits until an alert or a message is written by this process, as if by chance: what another
    /// process wrote is found by looking, so whoever waits looks from time to time as well.
    pub fn rung(&self) -> tokio::sync::futures::OwnedNotified {
        self.engine.bell.clone().notified_owned()
    }

    /// The engine's name for the health page: `sqlite` or `postgres`.
    #[must_use]
    pub fn engine_name(&self) -> &'static str {
        self.engine.name()
    }
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Store")
            .field("engine", &self.engine_name())
            .finish_non_exhaustive()
    }
}
