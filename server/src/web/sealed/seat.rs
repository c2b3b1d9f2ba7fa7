//! Where somebody sits in a circle: who reads, who writes, who may only give.

use care::{
    access::{Action, Standing},
    circle::{Holder, Ring},
    ids::CircleId,
};

use crate::{
    store::{Circle, CircleKind, StoreError, Tx},
    web::{error::AppError, member::Member},
};

/// A circle as one person stands towards it.
pub(super) struct Seat {
    pub(super) circle: Circle,
    pub(super) ring: Ring,
    standing: Standing,
}

impl Seat {
    /// The circle with this id; what is no id names nothing.
    pub(super) async fn find(member: &Member, tx: &Tx, id: &str) -> Result<Self, AppError> {
        let id = CircleId::parse(id).ok_or(AppError::NotFound)?;
        let circle = tx.circle(&id).await?.ok_or(AppError::NotFound)?;
        Ok(Self::take(member, tx, circle).await?)
    }

    async fn take(member: &Member, tx: &Tx, circle: Circle) -> Result<Self, StoreError> {
        Ok(Self {
            standing: circle.standing(&member.person.id, member.person.roles),
            ring: tx.ring(&circle).await?,
            circle,
        })
    }

    /// The same seat with everybody else who writes waiting; looked at again, for it may have changed.
    pub(super) async fn hold(self, member: &Member, tx: &Tx) -> Result<Self, AppError> {
        tx.hold_circle(&self.circle.id, member.now).await?;
        Self::find(member, tx, self.circle.id.as_str()).await
    }

    /// Whether they may read the notes: a member, by the access table.
    pub(super) fn reads(&self, member: &Member) -> bool {
        let granted = match &self.circle.kind {
            CircleKind::Case(..) if self.standing == Standing::Subject => {
                member.may(Action::ReadAlong, self.standing)
            }
            CircleKind::Annual { .. } if self.standing != Standing::Assigned => {
                member.may(Action::HoldAnnualTalk, Standing::Nobody)
            }
            _ => member.may(Action::ReadSealed, self.standing),
        };
        granted && self.circle.members.contains(&member.person.id)
    }

    /// Whether these are the notes of one's own path.
    pub(super) fn is_own(&self) -> bool {
        matches!(self.circle.kind, CircleKind::Case(..)) && self.standing == Standing::Subject
    }

    /// Whether they may write notes; the colleague reads only.
    pub(super) fn writes(&self, member: &Member) -> bool {
        let granted = match &self.circle.kind {
            CircleKind::Case(..) => member.may(Action::WriteSealed, self.standing),
            CircleKind::Annual { .. } => true,
        };
        granted && self.reads(member)
    }

    /// Whether they may give a key: who reads, and who left and still holds one.
    pub(super) fn gives(&self, member: &Member) -> bool {
        let granted = match &self.circle.kind {
            CircleKind::Case(..) => member.may(Action::GiveKey, self.standing),
            CircleKind::Annual { .. } => self.reads(member),
        };
        let holds = !self.ring.reach(&Self::holder(member)).is_empty();
        granted && (holds || self.reads(member))
    }

    /// The member as a holder of keys.
    pub(super) fn holder(member: &Member) -> Holder {
        Holder::Person(member.person.id.clone())
    }

    /// Keys that they hold with the one before, while these are not linked yet.
    pub(super) fn links(&self, member: &Member) -> Vec<i64> {
        let reach = self.ring.reach(&Self::holder(member));
        let loose = |generation: &&i64| {
            reach.contains(&(**generation - 1)) && !self.ring.linked.contains(*generation)
        };
        reach.iter().filter(loose).copied().collect()
    }

    /// Writes the access-log row of what was done here.
    pub(super) async fn log(
        &self,
        member: &Member,
        tx: &Tx,
        action: &str,
        place: &str,
    ) -> Result<(), StoreError> {
        member
            .log_in(tx, action, place, vec![self.circle.pseudonym()])
            .await
    }
}

/// Refuses with the answer of absence.
pub(super) fn only_if(granted: bool) -> Result<(), AppError> {
    if granted {
        Ok(())
    } else {
        Err(AppError::NotFound)
    }
}
