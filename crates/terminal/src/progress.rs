//! How far the work on files is: a bar on a terminal, nothing elsewhere.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::IsTerminal as _;

/// A bar of the bytes read of one file; `None`: the size is unknown.
#[must_use]
pub fn bytes(size: Option<u64>) -> ProgressBar {
    let bar = bar(size);
    let template = match size {
        Some(_) => "{bar:30} {percent:>3} %  {bytes} of {total_bytes}, {eta} left",
        None => "{spinner} {bytes}, {elapsed}",
    };
    shaped(&bar, template);
    bar
}

/// No bar, for answers that show themselves how far it is.
#[must_use]
pub fn hidden() -> ProgressBar {
    ProgressBar::hidden()
}

/// A bar of rows; their number may be set later.
#[derive(Debug)]
pub struct Rows {
    bar: ProgressBar,
    what: &'static str,
}

impl Rows {
    /// A bar of rows of something: `lines`.
    #[must_use]
    pub fn new(what: &'static str) -> Self {
        let bar = bar(None);
        shaped(
            &bar,
            &format!("{{spinner}} {{human_pos}} {what}, {{per_sec}}"),
        );
        Self { bar, what }
    }

    /// The number done, and the total if it is known.
    pub fn at(&self, done: u64, of: Option<u64>) {
        if let Some(of) = of.filter(|_| self.bar.length().is_none()) {
            let what = self.what;
            let template = format!(
                "{{bar:30}} {{percent:>3}} %  {{human_pos}} of {{human_len}} {what}, {{eta}} left"
            );
            shaped(&self.bar, &template);
            self.bar.set_length(of);
        }
        self.bar.set_position(done);
    }

    /// Takes it off the screen.
    pub fn clear(&self) {
        self.bar.finish_and_clear();
    }
}

/// A bar of whole files; its message is the name of the current file.
#[must_use]
pub fn files(count: usize) -> ProgressBar {
    let bar = bar(Some(count as u64));
    shaped(&bar, "{bar:30} {pos}/{len} files  {wide_msg}");
    bar
}

/// A bar of a download, which shows nothing before [`Download::begun`].
#[derive(Debug)]
pub struct Download(ProgressBar);

impl Download {
    /// A download of this name.
    #[must_use]
    pub fn new(name: &str) -> Self {
        let bar = bar(None);
        bar.set_message(name.to_owned());
        Self(bar)
    }

    /// It begins or continues: the bytes received so far, and the total if it is known.
    pub fn begun(&self, have: u64, whole: Option<u64>) {
        let template = match whole {
            Some(whole) => {
                self.0.set_length(whole);
                "{msg}  {bar:30} {percent:>3} %  {decimal_bytes} of {decimal_total_bytes}, {eta} left"
            }
            None => "{msg}  {spinner} {decimal_bytes}, {elapsed}",
        };
        shaped(&self.0, template);
        self.0.set_position(have);
        self.0.reset_eta();
    }

    /// So many bytes are here.
    pub fn have(&self, bytes: u64) {
        self.0.set_position(bytes);
    }

    /// Says something on standard error; the bar stays whole.
    pub fn remark(&self, text: &str) {
        self.0.suspend(|| eprintln!("ligature: {text}"));
    }

    /// Takes it off the screen.
    pub fn clear(&self) {
        self.0.finish_and_clear();
    }
}

/// A number of bytes as people write it: `1.20 MB`.
#[must_use]
pub fn size(bytes: u64) -> String {
    indicatif::DecimalBytes(bytes).to_string()
}

fn bar(length: Option<u64>) -> ProgressBar {
    if std::io::stderr().is_terminal() {
        ProgressBar::with_draw_target(length, ProgressDrawTarget::stderr())
    } else {
        ProgressBar::hidden()
    }
}

/// The templates are constants; one that could not be read would leave the usual style.
fn shaped(bar: &ProgressBar, template: &str) {
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
}
