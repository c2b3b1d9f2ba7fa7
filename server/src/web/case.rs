//! A case as a member may find it: with where they stand towards it, or not at all.

use std::collections::BTreeSet;

use care::{
    access::{Action, Around, Standing},
    ids::PersonId,
};

use super::{address, error::AppError, member::Member};
use crate::store::{CaseRow, StoreError, Tx};

impl Member {
    /// The case with this id, and where the member stands towards it, if they may do this with it.
    ///
    /// What is hidden is answered like what is absent, and after the same work: the same statements
    /// run where there is no such case, so that the clock tells as little as the answer (R082).
    ///
    /// # Errors
    /// [`AppError::NotFound`] when there is none or they may not; the store's failures.
    pub async fn case(
        &self,
        tx: &Tx,
        id: &str,
        action: Action,
    ) -> Result<(CaseRow, Standing), AppError> {
        let id = address::case(id)?;
        let found = tx.case(&id).await?;
        let participants = tx.people_around(&id).await?;
        let case = found.ok_or(AppError::NotFound)?;
        let standing = self.stands(&case, &participants);
        self.require(action, standing)?;
        Ok((case, standing))
    }

    /// Where the member stands towards a case.
    pub async fn standing(&self, tx: &Tx, case: &CaseRow) -> Result<Standing, StoreError> {
        Ok(self.stands(case, &tx.people_around(&case.id).await?))
    }

    fn stands(&self, case: &CaseRow, participants: &BTreeSet<PersonId>) -> Standing {
        let around = Around {
            subject: Some(&case.person),
            supporter: case.supporter.as_ref(),
            participants,
        };
        Standing::of(&self.person.id, self.person.roles, &around)
    }
}
