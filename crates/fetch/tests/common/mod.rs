//! A publisher of one file, on this machine, with the habits of real servers.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

/// How one question is answered.
#[derive(Debug, Clone, Default)]
pub struct Answer {
    /// The file; what a range asks for is cut out of it.
    pub body: Vec<u8>,
    /// Its mark; empty: none.
    pub etag: &'static str,
    /// Instead of 200 or 206.
    pub status: Option<&'static str>,
    /// What kind of thing it says it is.
    pub kind: &'static str,
    /// So many bytes are sent before the connection is cut.
    pub cut: Option<usize>,
    /// Ranges are ignored.
    pub whole_only: bool,
    /// `If-Range` is ignored: the range is cut out of whatever there is.
    pub careless: bool,
    /// The length that is said, where it is not the true one.
    pub claims: Option<u64>,
}

/// A server, and the requests that it received.
pub struct Server {
    pub address: String,
    requests: Arc<Mutex<Vec<String>>>,
}

impl Server {
    /// Answers the first question by the first answer, and so on; the last answers all that follow.
    pub fn new(answers: Vec<Answer>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}/files/set.zip", listener.local_addr().unwrap());
        let requests = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&requests);
        thread::spawn(move || {
            for stream in listener.incoming() {
                let stream = stream.unwrap();
                let head = head(&stream);
                let mut seen = seen.lock().unwrap();
                let answer = &answers[seen.len().min(answers.len() - 1)];
                seen.push(head.clone());
                drop(seen);
                // who asks may hang up first
                let _ = reply(stream, &head, answer);
            }
        });
        Self { address, requests }
    }

    /// The ranges of the requests: `bytes=5-` with its condition, or `all`.
    pub fn requests(&self) -> Vec<String> {
        let requests = self.requests.lock().unwrap();
        let ranges = requests.iter().map(|head| match field(head, "range") {
            Some(range) => format!("{range} if {}", field(head, "if-range").unwrap_or("any")),
            None => "all".to_owned(),
        });
        ranges.collect()
    }
}

fn head(stream: &TcpStream) -> String {
    let mut head = String::new();
    let mut reader = BufReader::new(stream);
    while reader.read_line(&mut head).unwrap() > 2 {}
    head
}

fn field<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    head.lines().find_map(|line| {
        let (key, value) = line.split_once(':')?;
        key.eq_ignore_ascii_case(name).then(|| value.trim())
    })
}

fn reply(mut stream: TcpStream, head: &str, answer: &Answer) -> std::io::Result<()> {
    let all = answer.body.len();
    let same = answer.careless || field(head, "if-range") == Some(answer.etag);
    let from = field(head, "range")
        .filter(|_| same && !answer.whole_only)
        .and_then(|range| {
            range
                .strip_prefix("bytes=")?
                .strip_suffix('-')?
                .parse()
                .ok()
        });
    let body = &answer.body[from.unwrap_or(0)..];
    let usual = if from.is_some() {
        "206 Partial Content"
    } else {
        "200 OK"
    };
    let mut text = format!("HTTP/1.1 {}\r\n", answer.status.unwrap_or(usual));
    let length = answer.claims.unwrap_or(body.len() as u64);
    text += &format!("Content-Length: {length}\r\nConnection: close\r\n");
    for (name, value) in [("ETag", answer.etag), ("Content-Type", answer.kind)] {
        if !value.is_empty() {
            text += &format!("{name}: {value}\r\n");
        }
    }
    if let Some(from) = from {
        text += &format!("Content-Range: bytes {from}-{}/{all}\r\n", all - 1);
    }
    stream.write_all(format!("{text}\r\n").as_bytes())?;
    stream.write_all(&body[..answer.cut.unwrap_or(body.len()).min(body.len())])?;
    stream.flush()
}
