//! `POST /me/light`: can I take the next job (R066)? Apart from support, gone after the shift.

use axum::extract::{Form, Path, rejection::FormRejection};
use care::{
    access::{Action, Standing},
    path::deployability::{Deployability, Light, OnShift, ReplacementRequest, SetBy},
};
use serde::Deserialize;

use crate::{
    entropy,
    store::{ReplacementRow, StoreError, Tx},
    web::{
        address, error::AppError, flash::Flash, member::Member, redirect::SeeOther, time::Markup,
    },
};

/// Stands in an undo's address where there is nothing to go back to.
const NOTHING: &str = "none";

/// The light as the page shows it.
pub(super) struct LightView {
    /// What the colleague chose, while it counts.
    pub(super) own: Option<Light>,
    /// Until when that counts.
    pub(super) until: Option<Markup>,
    /// Whether a supporter at the scene set a more careful one (C04).
    pub(super) scene: Option<Light>,
    /// The unit of the shift that runs now.
    pub(super) unit: Option<String>,
}

impl LightView {
    /// Reads the member's own light.
    pub(super) async fn load(tx: &Tx, member: &Member) -> Result<Self, StoreError> {
        let (me, now) = (&member.person.id, member.now);
        let kept = tx.deployability(me, now).await?;
        let own = kept.setting(SetBy::Colleague, now);
        let scene = kept.setting(SetBy::Scene, now).map(|setting| setting.light);
        Ok(Self {
            own: own.map(|setting| setting.light),
            until: own.map(|setting| member.reader.calendar.when(setting.until)),
            scene: scene.filter(|light| Some(*light) > own.map(|own| own.light)),
            unit: tx
                .shift_of(me, now)
                .await?
                .map(|shift| shift.unit.to_string()),
        })
    }

    /// Whether this is the chosen one.
    pub(super) fn is(&self, code: &str) -> bool {
        self.own.is_some_and(|light| light.code() == code)
    }
}

/// The chosen light.
#[derive(Deserialize)]
pub(super) struct Chosen {
    light: String,
}

/// Sets the light; red asks for a replacement without a name or a reason.
pub(super) async fn set(
    member: Member,
    form: Result<Form<Chosen>, FormRejection>,
) -> Result<SeeOther, AppError> {
    let Form(form) = form?;
    member.require(Action::SetOwnLight, Standing::Nobody)?;
    let light = Light::parse(&form.light).ok_or(AppError::BadForm)?;
    let tx = member.write("set own light").await?;
    let before = tx.deployability(&member.person.id, member.now).await?;
    let replacement = match shine(&tx, &member, &before, light).await? {
        Some(request) => Some(ask_replacement(&tx, &member, request).await?),
        None => None,
    };
    member.log_in(&tx, "light", "/me/light", Vec::new()).await?;
    tx.commit().await?;
    let code = match (light, &replacement) {
        (Light::Red, Some(_)) => "me-light-replacement",
        _ => "me-light",
    };
    let to = before
        .setting(SetBy::Colleague, member.now)
        .map_or(NOTHING, |setting| setting.light.code());
    let undo = format!(
        "/me/light/undo/{to}/{}",
        replacement.as_deref().unwrap_or(NOTHING)
    );
    Ok(SeeOther::to("/me").with_flash(&Flash::new(code).with_undo(undo)))
}

/// Keeps a light, and tells which seat has to be filled because of it.
async fn shine(
    tx: &Tx,
    member: &Member,
    before: &Deployability,
    light: Light,
) -> Result<Option<ReplacementRequest>, StoreError> {
    let (me, now) = (&member.person.id, member.now);
    let shift = tx.shift_of(me, now).await?.map(|shift| OnShift {
        unit: shift.unit,
        until: shift.until,
    });
    let protocol = tx.protocol(now).await?;
    let (after, request) = before.set(SetBy::Colleague, light, shift.as_ref(), &protocol, now);
    tx.save_deployability(me, &after, after.until().unwrap_or(now))
        .await?;
    Ok(request)
}

/// Asks for the replacement; nothing in it leads back to the colleague.
async fn ask_replacement(
    tx: &Tx,
    member: &Member,
    request: ReplacementRequest,
) -> Result<String, StoreError> {
    let id = entropy::new_id(member.now);
    let row = ReplacementRow {
        id: id.clone(),
        unit: request.unit,
        from: request.from,
        until: request.until,
    };
    tx.request_replacement(&row).await?;
    Ok(id)
}

/// `POST /me/light/undo/{to}/{replacement}`: back to what it was, and no replacement needed.
pub(super) async fn undo(
    member: Member,
    Path((to, replacement)): Path<(String, String)>,
) -> Result<SeeOther, AppError> {
    member.require(Action::SetOwnLight, Standing::Nobody)?;
    let tx = member.write("undo own light").await?;
    let (me, now) = (&member.person.id, member.now);
    let lit = tx.deployability(me, now).await?;
    if replacement != NOTHING {
        withdraw(&tx, &member, &lit, address::id(&replacement)?).await?;
    }
    if let Some(light) = Light::parse(&to) {
        // A red that comes back had its replacement asked for when it was set.
        shine(&tx, &member, &lit, light).await?;
    } else {
        let after = lit.take_back(SetBy::Colleague);
        tx.save_deployability(me, &after, after.until().unwrap_or(now))
            .await?;
    }
    member
        .log_in(&tx, "light", "/me/light/undo", Vec::new())
        .await?;
    tx.commit().await?;
    Ok(SeeOther::to("/me").with_flash(&Flash::new("me-light-undone")))
}

/// Takes back the replacement that one's own red light asked for.
///
/// The request names nobody, so it is recognised by its unit and moment; another one, or one that
/// was arranged meanwhile, stays as it is.
async fn withdraw(tx: &Tx, member: &Member, lit: &Deployability, id: &str) -> Result<(), AppError> {
    let own = lit
        .setting(SetBy::Colleague, member.now)
        .filter(|setting| setting.light == Light::Red);
    let shift = tx.shift_of(&member.person.id, member.now).await?;
    let (Some(own), Some(shift)) = (own, shift) else {
        return Err(AppError::NotFound);
    };
    let Some(request) = tx.open_replacement(id).await? else {
        return Ok(());
    };
    if request.unit != shift.unit || request.from != own.at {
        return Err(AppError::NotFound);
    }
    tx.settle_replacement(id, member.now).await?;
    Ok(())
}
