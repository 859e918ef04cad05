//! When to colour and what each colour means.

use anstyle::{AnsiColor, Style};
use std::io::IsTerminal;

/// When the output is coloured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Colour {
    /// On a terminal, unless NO_COLOR is set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// What a piece of text is; each role has one colour everywhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// A code.
    Code,
    /// A heading.
    Heading,
    /// A name or word that carries weight.
    Strong,
    /// Words of the note.
    Quote,
    /// Line numbers, sources, what helps but is not the point.
    Faint,
    /// All is well.
    Good,
    /// To be looked at.
    Caution,
    /// Wrong.
    Bad,
}

impl Role {
    fn style(self) -> Style {
        let plain = Style::new();
        match self {
            Self::Code => plain.bold().fg_color(Some(AnsiColor::Cyan.into())),
            Self::Heading => plain.bold().underline(),
            Self::Strong => plain.bold(),
            Self::Quote => plain.fg_color(Some(AnsiColor::Green.into())),
            Self::Faint => plain.dimmed(),
            Self::Good => plain.fg_color(Some(AnsiColor::Green.into())),
            Self::Caution => plain.fg_color(Some(AnsiColor::Yellow.into())),
            Self::Bad => plain.bold().fg_color(Some(AnsiColor::Red.into())),
        }
    }
}

/// Width and colours of the output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Terminal {
    /// Whether colours are written.
    pub colour: bool,
    /// Columns to fill.
    pub width: usize,
}

impl Terminal {
    /// The widest text that is still read with ease, in columns.
    const WIDEST: usize = 110;
    /// Narrower than this, wrapping makes more harm than an overflowing line.
    const NARROWEST: usize = 40;
    /// The width where none is known.
    const USUAL: usize = 100;

    /// What standard output is. `COLUMNS` says how wide where it is no terminal.
    pub fn of_stdout(colour: Colour) -> Self {
        let terminal = std::io::stdout().is_terminal();
        let no_colour = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let columns = std::env::var("COLUMNS")
            .ok()
            .and_then(|value| value.parse().ok());
        let width = columns.unwrap_or_else(|| {
            if terminal {
                textwrap::termwidth()
            } else {
                Self::USUAL
            }
        });
        Self {
            colour: match colour {
                Colour::Auto => terminal && !no_colour,
                Colour::Always => true,
                Colour::Never => false,
            },
            width: width.clamp(Self::NARROWEST, Self::WIDEST),
        }
    }

    /// `text` in the colour of its role.
    pub fn paint(self, role: Role, text: &str) -> String {
        if !self.colour || text.is_empty() {
            return text.to_owned();
        }
        let style = role.style();
        format!("{style}{text}{style:#}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colour_only_where_chosen() {
        let mut terminal = Terminal {
            colour: false,
            width: 80,
        };
        assert_eq!(terminal.paint(Role::Strong, "x"), "x");
        terminal.colour = true;
        assert_eq!(terminal.paint(Role::Strong, "x"), "\u{1b}[1mx\u{1b}[0m");
        assert_eq!(terminal.paint(Role::Strong, ""), "");
    }
}
