//! What a coordinator has in hand: the version in force and their own draft.

use care::edition::{Change, diff};

use super::{Document, pending::PendingView};
use crate::{
    store::{PolicyDraft, PolicyVersion, StoreError, Tx},
    web::{error::AppError, member::Member, page::Page, time::Markup},
};

/// The version in force beside one's own draft.
pub(in super::super) struct Hand<D> {
    /// The number of the version in force; 0 before the first.
    pub(in super::super) newest: i64,
    /// The version that is adopted and waits for its day.
    pub(super) pending: Option<PolicyVersion>,
    /// The number that the next version gets.
    pub(super) next: i64,
    pub(in super::super) in_force: D,
    pub(in super::super) draft: Option<PolicyDraft<D>>,
    /// The document that the draft began from.
    base: Option<D>,
}

/// The line above a document of which one has a draft.
pub(in super::super) struct Banner {
    /// How many parts and fields differ; none without a draft.
    pub(in super::super) changes: Option<usize>,
    pub(in super::super) changed: Option<Markup>,
    pub(in super::super) version: i64,
    /// The version that waits for its day.
    pub(in super::super) pending: Option<PendingView>,
    /// Whether somebody adopted a version since the draft began.
    pub(in super::super) outdated: bool,
    /// Who else has a draft.
    pub(in super::super) others: String,
}

impl<D: Document> Hand<D> {
    /// What the member has in hand.
    pub(in super::super) async fn load(tx: &Tx, member: &Member) -> Result<Self, AppError> {
        let (newest, in_force) = match tx.policy(D::KIND, member.now).await? {
            Some(found) => found,
            None => (0, D::unpublished().ok_or(StoreError::Unreadable("policy"))?),
        };
        let draft: Option<PolicyDraft<D>> = tx.policy_draft(D::KIND, &member.person.id).await?;
        let base = match &draft {
            Some(draft) if draft.base != newest => Some(version(tx, draft.base).await?),
            _ => None,
        };
        Ok(Self {
            newest,
            pending: tx.policy_pending(D::KIND, member.now).await?,
            next: tx.policy_last_number(D::KIND).await? + 1,
            in_force,
            draft,
            base,
        })
    }

    /// The draft, or what is in force when there is none.
    pub(in super::super) fn document(&self) -> &D {
        self.draft
            .as_ref()
            .map_or(&self.in_force, |draft| &draft.document)
    }

    /// The version that the draft began from.
    pub(in super::super) fn base(&self) -> &D {
        self.base.as_ref().unwrap_or(&self.in_force)
    }

    /// The number of that version.
    pub(in super::super) fn base_number(&self) -> i64 {
        self.draft.as_ref().map_or(self.newest, |draft| draft.base)
    }

    /// Whether somebody adopted a version since the draft began.
    pub(in super::super) fn outdated(&self) -> bool {
        self.base_number() != self.newest
    }

    /// What the draft changes of the version that it began from.
    pub(in super::super) fn own(&self) -> Vec<Change> {
        diff(&self.base().parts(), &self.document().parts())
    }

    /// What others changed since.
    pub(in super::super) fn theirs(&self) -> Vec<Change> {
        diff(&self.base().parts(), &self.in_force.parts())
    }

    /// Begins from the version that the page showed, when somebody was faster and there is no draft.
    pub(in super::super) async fn seen(mut self, tx: &Tx, seen: i64) -> Result<Self, AppError> {
        let told = seen > 0 || D::unpublished().is_some();
        if self.draft.is_none() && told && seen != self.newest {
            let document: D = version(tx, seen).await?;
            self.base = Some(document.clone());
            let at = care::time::Instant::from_millis(0);
            self.draft = Some(PolicyDraft {
                base: seen,
                document,
                at,
            });
        }
        Ok(self)
    }

    /// Keeps another document as the draft; one that changes nothing is none.
    pub(in super::super) async fn keep(
        &self,
        tx: &Tx,
        member: &Member,
        document: D,
    ) -> Result<(), AppError> {
        let me = &member.person.id;
        if document.parts() == self.base().parts() && !self.outdated() {
            tx.forget_policy_draft(D::KIND, me).await?;
        } else {
            let (base, at) = (self.base_number(), member.now);
            let draft = PolicyDraft { base, document, at };
            tx.save_policy_draft(D::KIND, me, &draft).await?;
        }
        let place = D::HOME;
        member
            .log_in(tx, "document-drafted", place, Vec::new())
            .await?;
        Ok(())
    }

    /// What stands above the document.
    pub(in super::super) async fn banner(
        &self,
        tx: &Tx,
        page: &Page,
        member: &Member,
    ) -> Result<Banner, StoreError> {
        let ids = tx.others_drafting(D::KIND, &member.person.id).await?;
        let people = tx.people(&ids).await?;
        let names: Vec<String> = people.into_iter().map(|person| person.name).collect();
        let pending = match &self.pending {
            Some(pending) => Some(PendingView::of(tx, page, pending).await?),
            None => None,
        };
        Ok(Banner {
            pending,
            changes: self.draft.as_ref().map(|_| self.own().len()),
            changed: self.draft.as_ref().map(|draft| page.when(draft.at)),
            version: self.newest,
            outdated: self.outdated(),
            others: names.join(", "),
        })
    }
}

/// A version by its number; before the first there is what Veer comes with.
pub(super) async fn version<D: Document>(tx: &Tx, number: i64) -> Result<D, AppError> {
    let found = match number {
        0 => D::unpublished(),
        number => tx.policy_version(D::KIND, number).await?,
    };
    found.ok_or(AppError::NotFound)
}
