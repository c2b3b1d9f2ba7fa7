//! Passkeys (WebAuthn): a key on somebody's own device that proves who they are (R003).
//!
//! The same passkey opens their vault, by a secret (the PRF extension) that the browser asks for in
//! the same touch and that never comes here. Challenges are drawn by `webauthn-rs`.

use std::sync::Arc;

use care::ids::PersonId;
use data_encoding::BASE64URL_NOPAD;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use webauthn_rs::prelude::{
    CreationChallengeResponse, DiscoverableAuthentication, Passkey, PasskeyRegistration,
    PublicKeyCredential, RegisterPublicKeyCredential, Url, Uuid, Webauthn, WebauthnBuilder,
};

/// What does not work about a passkey.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PasskeyError {
    /// This instance does not know its own address, so no passkey can be tied to it.
    #[error("no origin is set, so there are no passkeys")]
    Off,
    /// The origin of this instance makes no sense.
    #[error("the origin must be https://NAME, or http://localhost")]
    BadOrigin,
    /// The answer does not prove what it should.
    #[error("the passkey's answer does not fit")]
    Refused,
    /// What is stored of a passkey or a question cannot be read.
    #[error("a stored passkey cannot be read")]
    Unreadable,
}

/// Makes and checks passkeys of this instance. Cheap to clone.
#[derive(Clone)]
pub struct Passkeys(Option<Arc<Site>>);

struct Site {
    name: String,
    webauthn: Webauthn,
}

/// What is asked of a passkey: for the browser, and to be kept until its answer.
pub struct Question {
    /// The options for `navigator.credentials`.
    pub options: Value,
    /// What the answer is held against.
    pub state: String,
}

/// A passkey that somebody just made.
pub struct NewPasskey {
    /// What is kept of it.
    pub document: String,
    /// Its name among all passkeys, in base64url.
    pub credential: String,
}

/// What is kept while somebody makes a passkey: it is theirs only.
#[derive(Serialize, Deserialize)]
struct Making {
    person: PersonId,
    state: PasskeyRegistration,
}

impl Passkeys {
    /// No passkeys: the pages offer words and passphrases alone.
    #[must_use]
    pub fn off() -> Self {
        Self(None)
    }

    /// Passkeys of an instance on this machine: `http://localhost`, any port.
    ///
    /// # Errors
    /// Never for this origin.
    pub fn local() -> Result<Self, PasskeyError> {
        Self::at("http://localhost")
    }

    /// Passkeys of the instance at this origin, such as `https://veer.example.org`.
    ///
    /// # Errors
    /// [`PasskeyError::BadOrigin`] when browsers would refuse it.
    pub fn at(origin: &str) -> Result<Self, PasskeyError> {
        let origin = Url::parse(origin).map_err(|_| PasskeyError::BadOrigin)?;
        let name = origin.domain().ok_or(PasskeyError::BadOrigin)?.to_owned();
        let local = name == "localhost";
        if origin.scheme() != "https" && !local {
            return Err(PasskeyError::BadOrigin);
        }
        let webauthn = WebauthnBuilder::new(&name, &origin)
            .map_err(|_| PasskeyError::BadOrigin)?
            .rp_name("Veer")
            .allow_any_port(local)
            .build()
            .map_err(|_| PasskeyError::BadOrigin)?;
        Ok(Self(Some(Arc::new(Site { name, webauthn }))))
    }

    /// The name that browsers tie passkeys to; `None` when there are none.
    #[must_use]
    pub fn site(&self) -> Option<&str> {
        self.0.as_deref().map(|site| site.name.as_str())
    }

    /// Begins making a passkey for a person who has `existing` ones.
    ///
    /// # Errors
    /// [`PasskeyError::Off`], or [`PasskeyError::Unreadable`] for an id that is no UUID.
    pub fn begin(
        &self,
        person: &PersonId,
        name: &str,
        existing: &[String],
    ) -> Result<Question, PasskeyError> {
        let id = Uuid::parse_str(person.as_str()).map_err(|_| PasskeyError::Unreadable)?;
        let mut known = Vec::new();
        for document in existing {
            known.push(read(document)?.cred_id().clone());
        }
        let (options, state) = self
            .on()?
            .start_passkey_registration(id, name, name, Some(known))
            .map_err(|_| PasskeyError::Refused)?;
        let making = Making {
            person: person.clone(),
            state,
        };
        Ok(Question {
            options: stays_on_the_device(&options)?,
            state: written(&making)?,
        })
    }

    /// Checks the passkey that this person made.
    ///
    /// # Errors
    /// [`PasskeyError::Refused`] for an answer to somebody else's question, or one that does not fit.
    pub fn finish(
        &self,
        person: &PersonId,
        answer: Value,
        state: &str,
    ) -> Result<NewPasskey, PasskeyError> {
        let making: Making = serde_json::from_str(state).map_err(|_| PasskeyError::Refused)?;
        if making.person != *person {
            return Err(PasskeyError::Refused);
        }
        let answer: RegisterPublicKeyCredential =
            serde_json::from_value(answer).map_err(|_| PasskeyError::Refused)?;
        let made = self
            .on()?
            .finish_passkey_registration(&answer, &making.state)
            .map_err(|_| PasskeyError::Refused)?;
        Ok(NewPasskey {
            credential: BASE64URL_NOPAD.encode(made.cred_id().as_ref()),
            document: written(&made)?,
        })
    }

    /// Asks any passkey of this instance to sign in; whose it is shows in the answer.
    ///
    /// # Errors
    /// [`PasskeyError::Off`].
    pub fn ask(&self) -> Result<Question, PasskeyError> {
        let (mut options, state) = self
            .on()?
            .start_discoverable_authentication()
            .map_err(|_| PasskeyError::Refused)?;
        // A button was pressed: the browser asks at once, not from within a field.
        options.mediation = None;
        Ok(Question {
            options: serde_json::to_value(options).map_err(|_| PasskeyError::Unreadable)?,
            state: written(&state)?,
        })
    }

    /// Checks an answer against the passkey that it claims; gives what is kept from now on.
    ///
    /// # Errors
    /// [`PasskeyError::Refused`] when it does not fit, or a counter went back (a copied key).
    pub fn check(
        &self,
        answer: &Answer,
        state: &str,
        document: &str,
    ) -> Result<String, PasskeyError> {
        let state: DiscoverableAuthentication =
            serde_json::from_str(state).map_err(|_| PasskeyError::Refused)?;
        let mut passkey = read(document)?;
        let result = self
            .on()?
            .finish_discoverable_authentication_v2(&answer.0, state, &passkey)
            .map_err(|_| PasskeyError::Refused)?;
        passkey
            .update_credential(&result)
            .ok_or(PasskeyError::Refused)?;
        written(&passkey)
    }

    fn on(&self) -> Result<&Webauthn, PasskeyError> {
        let site = self.0.as_deref().ok_or(PasskeyError::Off)?;
        Ok(&site.webauthn)
    }
}

/// An answer to [`Passkeys::ask`].
pub struct Answer(PublicKeyCredential);

impl Answer {
    /// Reads one.
    ///
    /// # Errors
    /// [`PasskeyError::Refused`] when it cannot be one.
    pub fn read(answer: Value) -> Result<Self, PasskeyError> {
        serde_json::from_value(answer)
            .map(Self)
            .map_err(|_| PasskeyError::Refused)
    }

    /// Which passkey it claims to come from, in base64url.
    #[must_use]
    pub fn credential(&self) -> String {
        BASE64URL_NOPAD.encode(self.0.get_credential_id())
    }

    /// Whose passkey it says it is, if it says so.
    #[must_use]
    pub fn person(&self) -> Option<PersonId> {
        let id = Uuid::from_slice(self.0.get_user_unique_id()?).ok()?;
        Some(PersonId::new(id.to_string()))
    }
}

/// Which credential a kept passkey is, in base64url.
///
/// # Errors
/// [`PasskeyError::Unreadable`].
pub fn credential(document: &str) -> Result<String, PasskeyError> {
    Ok(BASE64URL_NOPAD.encode(read(document)?.cred_id().as_ref()))
}

/// A sign-in without a name needs a key that the device finds by itself.
fn stays_on_the_device(options: &CreationChallengeResponse) -> Result<Value, PasskeyError> {
    let mut options = serde_json::to_value(options).map_err(|_| PasskeyError::Unreadable)?;
    if let Some(wish) = options.pointer_mut("/publicKey/authenticatorSelection") {
        *wish = serde_json::json!({
            "residentKey": "required", "requireResidentKey": true, "userVerification": "required",
        });
    }
    Ok(options)
}

fn read(document: &str) -> Result<Passkey, PasskeyError> {
    serde_json::from_str(document).map_err(|_| PasskeyError::Unreadable)
}

fn written<T: Serialize>(value: &T) -> Result<String, PasskeyError> {
    serde_json::to_string(value).map_err(|_| PasskeyError::Unreadable)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_that_browsers_refuse_is_refused() {
        for bad in [
            "",
            "veer.example.org",
            "http://veer.example.org",
            "https://192.0.2.1",
        ] {
            assert!(Passkeys::at(bad).is_err(), "{bad}");
        }
        let real = Passkeys::at("https://veer.example.org").unwrap();
        assert_eq!(real.site(), Some("veer.example.org"));
        assert_eq!(Passkeys::local().unwrap().site(), Some("localhost"));
        assert_eq!(Passkeys::off().site(), None);
    }

    #[test]
    fn a_question_is_for_one_person_and_for_a_key_on_the_device() {
        let passkeys = Passkeys::local().unwrap();
        let person = PersonId::new("01890a5d-ac96-774b-bcce-b302099a8057");
        let question = passkeys.begin(&person, "Sanne", &[]).unwrap();
        let wish = &question.options["publicKey"]["authenticatorSelection"];
        assert_eq!(wish["residentKey"], "required");
        let stranger = PersonId::new("01890a5d-ac96-774b-bcce-b302099a8058");
        let refused = passkeys.finish(&stranger, Value::Null, &question.state);
        assert_eq!(refused.err(), Some(PasskeyError::Refused));
        assert_eq!(Passkeys::off().ask().err(), Some(PasskeyError::Off));
    }

    #[test]
    fn an_answer_that_is_none_is_refused() {
        assert_eq!(Answer::read(Value::Null).err(), Some(PasskeyError::Refused));
        assert_eq!(credential("{}").err(), Some(PasskeyError::Unreadable));
    }
}
