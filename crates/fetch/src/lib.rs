//! A file from an address: complete, or to be continued.
//!
//! **The main decision: nothing has the file's name before it is complete.** Bytes go to `NAME.part`; what the server said
//! about them (its ETag, the day of the last change, the length) is kept next to it in `NAME.part.json`. A download that
//! broke off is continued with `Range` and `If-Range` (RFC 9110, sections 13.1.5 and 14.2), so that two halves of two
//! versions never make one file. If the server cannot continue it, the download starts again.
//!
//! The content of a file is not known here: the caller checks it.
//!
//! Rejected:
//! - *Compressed transfer.* A range is then one of compressed bytes; and publishers' files are archives already.
//! - *Several connections at once.* Publishers' servers are shared with everyone.
//! - *Trusting only the roots that the program carries.* Operators use proxies that have their own certificates;
//!   the system's trust is used.

mod address;
mod memory;
mod part;
mod request;
mod terms;
mod trouble;

pub use address::{mirrored, refuse_insecure};
pub use terms::{Limits, Progress};
pub use trouble::Trouble;

use part::Part;
use std::path::Path;
use std::thread;

/// Downloads the file at `address` to `to`: that name appears when the file is complete.
///
/// A download that an earlier call left in `NAME.part` is continued, if the server still has the same file.
///
/// # Errors
/// [`Trouble`]. After [`Trouble::BrokenOff`] and [`Trouble::Unreachable`] the bytes received stay, and another call continues from there.
pub fn fetch(
    address: &str,
    to: &Path,
    limits: &Limits,
    report: &mut dyn FnMut(Progress),
) -> Result<u64, Trouble> {
    let uri = refuse_insecure(address)?;
    let mut part = Part::open(to)?;
    let client = request::client(&uri, limits);
    let mut furthest = part.have();
    let mut tries = 0;
    let mut pause = limits.pause;
    loop {
        match request::once(&client, address, &mut part, limits, report) {
            Ok(()) => return part.finish(),
            Err(trouble) if trouble.passes() => {
                if part.have() > furthest {
                    furthest = part.have();
                    tries = 0;
                    pause = limits.pause;
                }
                tries += 1;
                if tries >= limits.tries {
                    if part.have() == 0 {
                        part.discard();
                    }
                    return Err(trouble);
                }
                report(Progress::Again {
                    why: trouble.to_string(),
                    pause,
                });
                thread::sleep(pause);
                pause *= 2;
            }
            Err(trouble) => {
                if trouble.spoils() || part.have() == 0 {
                    part.discard();
                }
                return Err(trouble);
            }
        }
    }
}
