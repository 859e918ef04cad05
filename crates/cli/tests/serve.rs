//! Serving: the printed address is the one that answers.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot set itself up must stop"
)]

mod common;

use common::Workspace;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};

struct Served(Child);

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn the_printed_address_answers() {
    let mut child = Served(
        Command::new(env!("CARGO_BIN_EXE_ligature"))
            .args(["serve", "--port", "0"])
            .env_remove("LIGATURE_BOOK")
            .env("XDG_DATA_HOME", common::data_home())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap(),
    );
    let mut line = String::new();
    BufReader::new(child.0.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    let address = line
        .split("http://")
        .nth(1)
        .unwrap()
        .split(['/', ' ', '\n'])
        .next()
        .unwrap();
    assert!(
        line.starts_with("Ligature is at http://127.0.0.1:") && !address.ends_with(":0"),
        "{line}"
    );
    let mut stream = TcpStream::connect(address).unwrap();
    write!(
        stream,
        "GET /codes/cpt/44120 HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n"
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(
        answer.starts_with("HTTP/1.1 200") && answer.contains("small bowel"),
        "{answer}"
    );
}

#[test]
fn an_address_that_cannot_be_listened_on_is_named() {
    let workspace = Workspace::new();
    workspace
        .run(&["serve", "--host", "0.0.0.0", "--port", "0"])
        .refused("this machine only");
    workspace
        .run(&["serve", "--host", "example"])
        .misused("invalid IP address");
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    workspace
        .run(&["serve", "--port", &port])
        .refused("in use by another program");
}
