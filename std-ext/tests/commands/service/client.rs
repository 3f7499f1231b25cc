//! A client that speaks as much of HTTP/1.1 as the service needs, over one connection that is never opened again.

use serde_json::Value;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::time::Duration;

/// Nothing takes so long; a service that hangs fails the test instead of holding it up.
const PATIENCE: Duration = Duration::from_secs(60);

pub(super) struct Client {
    connection: BufReader<TcpStream>,
}

/// The status, and the body as JSON; null where it is none.
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) body: Value,
}

impl Client {
    pub(super) fn new(address: &str) -> Self {
        let stream = TcpStream::connect(address).unwrap();
        stream.set_nodelay(true).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        Self { connection: BufReader::new(stream) }
    }

    pub(super) fn get(&mut self, path: &str) -> Answer {
        self.ask("GET", path, "", b"")
    }

    pub(super) fn post(&mut self, path: &str, body: &Value) -> Answer {
        self.ask("POST", path, "content-type: application/json\r\n", body.to_string().as_bytes())
    }

    pub(super) fn put(&mut self, path: &str, body: &[u8]) -> Answer {
        self.ask("PUT", path, "", body)
    }

    /// Sends the head of a request to post JSON, and waits until the service asks for the rest.
    pub(super) fn begin(&mut self, path: &str, length: usize) {
        let fields = "content-type: application/json\r\nexpect: 100-continue\r\n";
        self.send(
            format!("POST {path} HTTP/1.1\r\nhost: plimsoll\r\n{fields}content-length: {length}\r\n\r\n")
                .as_bytes(),
        );
        assert_eq!(self.head().0, 100);
    }

    /// Sends that rest.
    pub(super) fn finish(&mut self, body: &str) -> Answer {
        self.send(body.as_bytes());
        self.answer()
    }

    /// Whether the service has ended the connection; waits for a word of it.
    pub(super) fn is_closed(&mut self) -> bool {
        self.connection.read(&mut [0]).unwrap() == 0
    }

    fn ask(&mut self, method: &str, path: &str, fields: &str, body: &[u8]) -> Answer {
        let head = format!(
            "{method} {path} HTTP/1.1\r\nhost: plimsoll\r\n{fields}content-length: {}\r\n\r\n",
            body.len()
        );
        self.send(&[head.as_bytes(), body].concat());
        self.answer()
    }

    fn send(&mut self, bytes: &[u8]) {
        self.connection.get_mut().write_all(bytes).unwrap();
    }

    fn answer(&mut self) -> Answer {
        let (status, length) = self.head();
        let mut body = vec![0; length];
        self.connection.read_exact(&mut body).unwrap();
        Answer { status, body: serde_json::from_slice(&body).unwrap_or_default() }
    }

    /// The status, and how many bytes follow the head.
    fn head(&mut self) -> (u16, usize) {
        let first = self.line();
        let status = first
            .split(' ')
            .nth(1)
            .and_then(|status| status.parse().ok())
            .unwrap_or_else(|| panic!("{first}"));
        let mut length = 0;
        loop {
            let line = self.line();
            match line.split_once(": ") {
                Some((name, value)) if name.eq_ignore_ascii_case("content-length") => {
                    length = value.parse().unwrap()
                }
                Some(_) => {}
                None => return (status, length),
            }
        }
    }

    fn line(&mut self) -> String {
        let mut line = String::new();
        assert!(self.connection.read_line(&mut line).unwrap() > 0, "the service has hung up");
        line.trim_end().to_owned()
    }
}
