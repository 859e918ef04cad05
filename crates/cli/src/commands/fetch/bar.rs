//! How far a download is, on a terminal; what went wrong meanwhile, anywhere.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use ligature_fetch::Progress;
use std::io::IsTerminal as _;

/// A bar for one file.
pub struct Bar(ProgressBar);

impl Bar {
    /// A bar on a terminal, nothing elsewhere.
    pub fn new(name: &str) -> Self {
        let bar = if std::io::stderr().is_terminal() {
            ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr())
        } else {
            ProgressBar::hidden()
        };
        bar.set_message(name.to_owned());
        Self(bar)
    }

    /// Shows how far it is.
    pub fn show(&mut self, progress: Progress) {
        match progress {
            Progress::Begun { have, whole } => {
                let template = match whole {
                    Some(whole) => {
                        self.0.set_length(whole);
                        "{msg}  {bar:30} {percent:>3} %  {decimal_bytes} of {decimal_total_bytes}, {eta} left"
                    }
                    None => "{msg}  {spinner} {decimal_bytes}, {elapsed}",
                };
                if let Ok(style) = ProgressStyle::with_template(template) {
                    self.0.set_style(style);
                }
                self.0.set_position(have);
                self.0.reset_eta();
            }
            Progress::Have(bytes) => self.0.set_position(bytes),
            Progress::Again { why, pause } => self.0.suspend(|| {
                let seconds = pause.as_secs();
                eprintln!("ligature: {why}; trying again in {seconds} s");
            }),
        }
    }

    /// Takes it off the screen.
    pub fn clear(&self) {
        self.0.finish_and_clear();
    }
}
