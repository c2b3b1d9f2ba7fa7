//! Sets up the channels of an installation, with the keys that go with them.

use std::{path::Path, sync::Arc};

use anyhow::{Context, anyhow};
use data_encoding::BASE64;

use crate::{
    auth::{answer::AnswerKey, webhook::HookKey},
    clock::Clock,
    config::Channels,
    entropy,
    notify::{Gateway, Mail, Notifier, Push, PushKey, Words},
    store::{Store, system},
    web::text::{Language, Texts},
};

/// Under which name the secret stands from which the right to answer follows.
const ANSWER_KEY: &str = "answer-key";
/// Under which name the seed of the key for push services stands.
const PUSH_KEY: &str = "push-key";

/// The channels that a file names; none without a file.
pub(super) async fn notifier(
    store: &Store,
    file: Option<&Path>,
    clock: &Clock,
) -> anyhow::Result<Notifier> {
    let channels = match file {
        Some(file) => Channels::read(file)?,
        None => Channels::default(),
    };
    let mail = match channels.mail {
        None => None,
        Some(mail) => {
            let password = mail.password_file.as_deref().map(secret).transpose()?;
            let made = Mail::new(&mail.server, &mail.from, mail.login.zip(password));
            Some(Arc::new(made.map_err(|fault| anyhow!("mail: {fault}"))?))
        }
    };
    let gateway = match channels.gateway {
        None => None,
        Some(gateway) => {
            let key = HookKey::parse(&secret(&gateway.key_file)?)
                .context("gateway: the key file must hold one key: whsec_…")?;
            let made = Gateway::new(gateway.address, key, gateway.kinds, clock.clone());
            Some(Arc::new(made.map_err(|fault| anyhow!("gateway: {fault}"))?))
        }
    };
    let push = match channels.push {
        None => None,
        Some(push) => {
            let seed = kept(store, PUSH_KEY).await?;
            let key = PushKey::of(&seed).context("push: the key of this installation is none")?;
            let made = Push::new(key, push.contact, push.inside, clock.clone());
            Some(Arc::new(made.map_err(|fault| anyhow!("push: {fault}"))?))
        }
    };
    Ok(Notifier {
        mail,
        push,
        gateway,
        words: Arc::new(words()),
    })
}

/// What messages say, in every language.
pub(super) fn words() -> Vec<Words> {
    let one = |language: &Language| {
        let texts = Texts::new(*language);
        Words {
            language: language.as_str(),
            asked: t!(texts, "message-asked"),
            reminder: t!(texts, "message-reminder"),
            code: t!(texts, "message-code"),
            coming: t!(texts, "message-coming"),
            cannot: t!(texts, "message-cannot"),
        }
    };
    Language::ALL.iter().map(one).collect()
}

/// The key from which the right to answer a message follows.
pub(super) async fn answers(store: &Store) -> anyhow::Result<AnswerKey> {
    let secret = kept(store, ANSWER_KEY).await?;
    AnswerKey::of(&secret).context("the key for answers is empty")
}

/// A secret of the installation; made when there is none. All processes on one database agree on it.
async fn kept(store: &Store, name: &str) -> anyhow::Result<[u8; 32]> {
    if store.installation(name).await?.is_none() {
        let new = BASE64.encode(&entropy::seed());
        let tx = store
            .write("keep a key of the installation", &system())
            .await?;
        tx.keep_installation(name, &new).await?;
        tx.commit().await?;
    }
    let text = store.installation(name).await?.unwrap_or_default();
    let bytes = BASE64.decode(text.as_bytes()).unwrap_or_default();
    bytes
        .try_into()
        .map_err(|_| anyhow!("the {name} of this installation cannot be read"))
}

fn secret(path: &Path) -> anyhow::Result<String> {
    let text =
        std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    Ok(text.trim().to_owned())
}
