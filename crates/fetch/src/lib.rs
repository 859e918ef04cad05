//! A file from an address: whole, or to be gone on with.
//!
//! **The main decision: nothing has the file's name before it is whole.** Bytes go to `NAME.part`; what the server said
//! about them (its ETag, the day of the last change, the length) is kept beside it in `NAME.part.json`. A download that
//! broke off is gone on with by `Range` and `If-Range` (RFC 9110, sections 13.1.5 and 14.2), so that two halves of two
//! versions never make one file. A server that does not go on begins anew.
//!
//! What a file holds is not known here: whoever asked for it looks at its shape.
//!
//! Rejected:
//! - *Compressed transfer.* A range is then one of compressed bytes; and publishers' files are archives already.
//! - *Several connections at once.* Publishers' servers are public goods.
//! - *Trusting only the roots that the program carries.* Operators stand behind proxies with a certificate of their own;
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

/// Brings the file at `address` to `to`: that name appears when the file is whole.
///
/// What an earlier call left in `NAME.part` is gone on with, where the server still has the same file.
///
/// # Errors
/// [`Trouble`]. After [`Trouble::BrokenOff`] and [`Trouble::Unreachable`] what came stays, and another call goes on from there.
pub fn fetch(
    address: &str,
    to: &Path,
    limits: &Limits,
    told: &mut dyn FnMut(Progress),
) -> Result<u64, Trouble> {
    let asked = refuse_insecure(address)?;
    let mut part = Part::open(to)?;
    let client = request::client(&asked, limits);
    let mut furthest = part.have();
    let mut tries = 0;
    let mut pause = limits.pause;
    loop {
        match request::once(&client, address, &mut part, limits, told) {
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
                told(Progress::Again {
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
