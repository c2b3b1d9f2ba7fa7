//! Mail over SMTP.

use lettre::{
    Address, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    message::{Mailbox, header::ContentType},
    transport::smtp::authentication::Credentials,
};

use super::{Failure, Letter};

/// The mail server of this installation. Its `Debug` is blank.
pub struct Mail {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

impl std::fmt::Debug for Mail {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Mail(..)")
    }
}

impl Mail {
    /// Speaks with a server, as `smtps://host:465`, `smtp://host:587?tls=required` or, on a machine's
    /// own loopback, `smtp://127.0.0.1:25`.
    ///
    /// # Errors
    /// In words, when the address of the server or of the sender cannot be one.
    pub fn new(server: &str, from: &str, login: Option<(String, String)>) -> Result<Self, String> {
        // The first one in the process decides; all of ours are the same.
        _ = rustls::crypto::ring::default_provider().install_default();
        let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(server)
            .map_err(|error| format!("the mail server {server:?} cannot be used: {error}"))?;
        let builder = match login {
            Some((name, password)) => builder.credentials(Credentials::new(name, password)),
            None => builder,
        };
        let from = from
            .parse()
            .map_err(|error| format!("the sender {from:?} is no address: {error}"))?;
        Ok(Self {
            transport: builder.timeout(Some(super::PATIENCE)).build(),
            from,
        })
    }

    /// Whether a text can be an address to write to.
    #[must_use]
    pub fn is_address(text: &str) -> bool {
        text.len() <= 254 && text.parse::<Address>().is_ok()
    }

    pub(super) async fn send(&self, letter: &Letter) -> Result<(), Failure> {
        let to: Address = letter.to.parse().map_err(|_| Failure::Refused)?;
        let host = self.from.email.domain();
        let body = format!("{}\r\n\r\n{}\r\n", letter.text, letter.link);
        let message = Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject("Veer")
            .message_id(Some(format!("<{}@{host}>", letter.id)))
            .header(ContentType::TEXT_PLAIN)
            .body(body)
            .map_err(|_| Failure::Refused)?;
        let sent = self.transport.send(message).await;
        sent.map(|_| ()).map_err(|error| {
            // 4xx asks to come back; 5xx is for good (RFC 5321, 4.2.1), but for our own login.
            let code = error.status().map(|code| code.to_string());
            match code.as_deref() {
                Some("530" | "534" | "535" | "538") => Failure::Denied,
                _ if error.is_permanent() => Failure::Refused,
                _ => Failure::Away,
            }
        })
    }
}
