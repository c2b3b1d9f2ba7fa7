//! Appointments that personnel affairs arrange (R085): a name, and that one is needed.

use care::{
    ids::{CaseId, PersonId},
    time::Instant,
};
use sea_orm::FromQueryResult;

use super::{StoreError, Tx};

/// All that personnel affairs get to see.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct NeededAppointment {
    /// To mark it as arranged; it leads to nothing else.
    pub id: String,
    /// Who needs an appointment.
    pub name: String,
}

/// An appointment as the supporter of its case sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AppointmentRow {
    /// The case it was asked for.
    pub case: CaseId,
    /// By when it should be arranged.
    pub due: Instant,
    /// When personnel affairs marked it.
    pub arranged: Option<Instant>,
}

#[derive(FromQueryResult)]
struct Needed {
    appointment_id: String,
    name: String,
}

#[derive(FromQueryResult)]
struct Row {
    case_id: String,
    due_at: i64,
    arranged_at: Option<i64>,
}

impl From<Row> for AppointmentRow {
    fn from(row: Row) -> Self {
        Self {
            case: CaseId::new(row.case_id),
            due: Instant::from_millis(row.due_at),
            arranged: row.arranged_at.map(Instant::from_millis),
        }
    }
}

impl Tx {
    /// Asks personnel affairs for an appointment; once for a case.
    pub async fn need_appointment(
        &self,
        id: &str,
        case: &CaseId,
        due: Instant,
    ) -> Result<(), StoreError> {
        let sql = "INSERT INTO appointments (org_id, appointment_id, case_id, due_at) \
                   VALUES ($1, $2, $3, $4) ON CONFLICT (org_id, case_id) DO NOTHING";
        let values = [id.into(), case.as_str().into(), due.millis().into()];
        self.run(sql, values).await?;
        Ok(())
    }

    /// The appointments that are to be arranged, the first that was asked for first, at most 200.
    pub async fn needed_appointments(&self) -> Result<Vec<NeededAppointment>, StoreError> {
        let sql = "SELECT a.appointment_id, p.name FROM appointments a \
                   JOIN cases c ON c.org_id = $1 AND c.case_id = a.case_id \
                   JOIN people p ON p.org_id = $1 AND p.person_id = c.person_id \
                   WHERE a.org_id = $1 AND a.arranged_at IS NULL \
                   ORDER BY a.due_at, a.appointment_id LIMIT 200";
        let rows: Vec<Needed> = self.all(sql, []).await?;
        let row = |row: Needed| NeededAppointment {
            id: row.appointment_id,
            name: row.name,
        };
        Ok(rows.into_iter().map(row).collect())
    }

    /// Marks an appointment as arranged; says whether it was still to be done.
    pub async fn arrange_appointment(&self, id: &str, now: Instant) -> Result<bool, StoreError> {
        let sql = "UPDATE appointments SET arranged_at = $3 WHERE org_id = $1 \
                   AND appointment_id = $2 AND arranged_at IS NULL";
        Ok(self.run(sql, [id.into(), now.millis().into()]).await? > 0)
    }

    /// Takes back that an appointment was arranged.
    pub async fn reopen_appointment(&self, id: &str) -> Result<bool, StoreError> {
        let sql = "UPDATE appointments SET arranged_at = NULL WHERE org_id = $1 \
                   AND appointment_id = $2 AND arranged_at IS NOT NULL";
        Ok(self.run(sql, [id.into()]).await? > 0)
    }

    /// The appointment that was asked for in a case.
    pub async fn appointment_of(
        &self,
        case: &CaseId,
    ) -> Result<Option<AppointmentRow>, StoreError> {
        let sql = "SELECT case_id, due_at, arranged_at FROM appointments \
                   WHERE org_id = $1 AND case_id = $2";
        let row = self.one::<Row>(sql, [case.as_str().into()]).await?;
        Ok(row.map(AppointmentRow::from))
    }

    /// The open cases of a supporter of which the appointment is past its term, at most 50.
    pub async fn late_appointments(
        &self,
        supporter: &PersonId,
        now: Instant,
    ) -> Result<Vec<AppointmentRow>, StoreError> {
        let sql = "SELECT a.case_id, a.due_at, a.arranged_at FROM appointments a \
                   JOIN cases c ON c.org_id = $1 AND c.case_id = a.case_id \
                   AND c.supporter_id = $2 AND c.closed_at IS NULL \
                   WHERE a.org_id = $1 AND a.arranged_at IS NULL AND a.due_at <= $3 \
                   ORDER BY a.due_at, a.appointment_id LIMIT 50";
        let values = [supporter.as_str().into(), now.millis().into()];
        let rows: Vec<Row> = self.all(sql, values).await?;
        Ok(rows.into_iter().map(AppointmentRow::from).collect())
    }
}
