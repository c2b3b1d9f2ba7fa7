//! A mail server on this machine that can be stopped, and refuses whom it is told to.

use std::{
    net::{IpAddr, SocketAddr},
    sync::{Arc, Mutex},
};

use mailin::{Action, Handler, Response, SessionBuilder, response};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
};

/// What came in: to whom, and the whole message.
type Got = Arc<Mutex<Vec<(String, String)>>>;

/// A mail server; nobody listens while it is stopped, and its port stays its own.
pub struct MailServer {
    pub address: SocketAddr,
    got: Got,
    refused: Arc<Mutex<Vec<String>>>,
    listening: Option<JoinHandle<()>>,
}

impl MailServer {
    pub async fn start() -> Self {
        let mut server = Self {
            address: ([127, 0, 0, 1], 0).into(),
            got: Got::default(),
            refused: Arc::default(),
            listening: None,
        };
        server.resume().await;
        server
    }

    pub async fn resume(&mut self) {
        let listener = TcpListener::bind(self.address).await.expect("listens");
        self.address = listener.local_addr().expect("an address");
        let (got, refused) = (self.got.clone(), self.refused.clone());
        self.listening = Some(tokio::spawn(async move {
            let mut sessions = tokio::task::JoinSet::new();
            while let Ok((stream, from)) = listener.accept().await {
                let desk = Desk {
                    got: got.clone(),
                    refused: refused.clone(),
                    to: String::new(),
                    text: Vec::new(),
                };
                sessions.spawn(speak(stream, from.ip(), desk));
            }
        }));
    }

    /// Stops listening and breaks off every conversation.
    pub async fn stop(&mut self) {
        if let Some(listening) = self.listening.take() {
            listening.abort();
            _ = listening.await;
        }
    }

    /// Refuses an address for good from now on, as a server does for a box that is gone.
    pub fn refuse(&self, address: &str) {
        self.refused
            .lock()
            .expect("a list")
            .push(address.to_owned());
    }

    /// Everything that came in.
    pub fn got(&self) -> Vec<(String, String)> {
        self.got.lock().expect("a list").clone()
    }
}

async fn speak(stream: TcpStream, from: IpAddr, desk: Desk) {
    let mut stream = BufReader::new(stream);
    let mut session = SessionBuilder::new("mail.test").build(from, desk);
    let mut line = Vec::new();
    let mut response = session.greeting();
    loop {
        let Ok(bytes) = response.buffer() else { return };
        if response.action != Action::NoReply && stream.write_all(&bytes).await.is_err() {
            return;
        }
        line.clear();
        let read = stream.read_until(b'\n', &mut line).await;
        if response.action == Action::Close || read.unwrap_or(0) == 0 {
            return;
        }
        response = session.process(&line);
    }
}

/// One conversation.
struct Desk {
    got: Got,
    refused: Arc<Mutex<Vec<String>>>,
    to: String,
    text: Vec<u8>,
}

impl Handler for Desk {
    fn rcpt(&mut self, to: &str) -> Response {
        to.clone_into(&mut self.to);
        let refused = self.refused.lock().expect("a list");
        if refused.iter().any(|address| address == to) {
            response::NO_MAILBOX
        } else {
            response::OK
        }
    }

    fn data(&mut self, part: &[u8]) -> std::io::Result<()> {
        self.text.extend_from_slice(part);
        Ok(())
    }

    fn data_end(&mut self) -> Response {
        let text = String::from_utf8_lossy(&self.text).into_owned();
        self.text.clear();
        self.got
            .lock()
            .expect("a list")
            .push((self.to.clone(), text));
        response::OK
    }
}
