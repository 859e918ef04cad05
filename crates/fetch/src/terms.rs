//! What a download may cost, and how far it is.

use std::time::Duration;

/// What a download may cost.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Largest file, in bytes.
    pub bytes: u64,
    /// The number of tries; counted again whenever more bytes were received.
    pub tries: u32,
    /// Pause before the second try; each further one is twice as long.
    pub pause: Duration,
    /// How long a connection may take, and the head of the answer.
    pub answer: Duration,
    /// How long a server may be silent in the middle of a file.
    pub silence: Duration,
}

impl Default for Limits {
    /// 2 GB, five tries with pauses of 1, 2, 4 and 8 seconds, half a minute for an answer, a minute of silence.
    fn default() -> Self {
        Self {
            bytes: 2_000_000_000,
            tries: 5,
            pause: Duration::from_secs(1),
            answer: Duration::from_secs(30),
            silence: Duration::from_secs(60),
        }
    }
}

/// How far a download is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Progress {
    /// The server answers.
    Begun {
        /// Bytes that are there already; 0: it starts again.
        have: u64,
        /// Bytes of the whole file, where the server says.
        whole: Option<u64>,
    },
    /// So many bytes of the file are there.
    Have(u64),
    /// It broke off, and is tried again after a pause.
    Again {
        /// Why it broke off.
        why: String,
        /// How long the pause is.
        pause: Duration,
    },
}
