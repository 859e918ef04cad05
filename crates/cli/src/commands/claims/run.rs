//! From files to answers, in order, a batch at a time.

use super::Format;
use crate::input;
use crate::session::Session;
use anyhow::Result;
use ligature_terminal::progress;
use ligature_tools::{Answered, Claim, OfClaim, Piece, Setting};
use serde::Serialize;
use std::io::{self, IsTerminal as _};
use std::path::PathBuf;
use std::process::ExitCode;

/// Problems that are shown one by one; the rest are counted.
const SHOWN: usize = 20;

/// What was met in the files.
#[derive(Default)]
struct Met {
    answered: usize,
    wrong: usize,
    /// Answered without a service that could not be read.
    lost: usize,
    remarked: usize,
    /// Answers that go out as one value.
    list: Vec<serde_json::Value>,
}

/// Answers every claim of the files. Ends with 1 if any could not be read or answered, and with the status of its answer where one
/// claim is answered for people.
pub fn run<Q>(
    files: &[PathBuf],
    format: Format,
    setting: Option<Setting>,
    session: &Session,
    text: impl Fn(&Claim, &Q::Answer) -> String,
    status: impl Fn(&Q::Answer) -> ExitCode,
) -> Result<ExitCode>
where
    Q: OfClaim + Sync,
    Q::Answer: Serialize,
{
    let gate = session.gate()?;
    let context = session.context();
    let batch = gate.batch::<Q>(&context)?;
    let mut met = Met::default();
    let mut last = ExitCode::SUCCESS;
    for file in files {
        let source = input::source(file)?;
        let bar = match io::stdout().is_terminal() {
            // the answers show how far it is
            true => progress::hidden(),
            false => progress::bytes(input::size(file)),
        };
        batch.claims(&source, setting, |piece| {
            let (claims, bytes) = match piece {
                Piece::Claims { claims, bytes } => (claims, bytes),
                Piece::Notice(notice) => {
                    bar.suspend(|| eprintln!("note: {notice}"));
                    return Ok(());
                }
            };
            for claim in claims {
                if let Ok((_, answer)) = &claim.answer {
                    last = status(answer);
                }
                met.take(claim, format, session, &text, &|line| {
                    bar.suspend(|| eprintln!("{line}"));
                })?;
            }
            bar.set_position(bytes);
            Ok(())
        })?;
        bar.finish_and_clear();
    }
    batch.finish()?;
    let single = format == Format::Text && met.answered == 1;
    let status = if single { last } else { ExitCode::SUCCESS };
    met.finish(format, status, session)
}

impl Met {
    fn take<A: Serialize>(
        &mut self,
        claim: Answered<A>,
        format: Format,
        session: &Session,
        text: &impl Fn(&Claim, &A) -> String,
        say: &dyn Fn(&str),
    ) -> io::Result<()> {
        let Answered {
            at,
            answer,
            remarks,
            lost,
        } = claim;
        self.lost += usize::from(lost);
        for remark in remarks {
            self.remarked += 1;
            if self.remarked <= SHOWN {
                say(&format!("note: {at}: {remark}"));
            }
        }
        let (claim, answer) = match answer {
            Ok(both) => both,
            Err(why) => {
                self.wrong += 1;
                if self.wrong <= SHOWN {
                    say(&format!("error: {at}: {why}"));
                }
                return Ok(());
            }
        };
        self.answered += 1;
        match format {
            Format::Text => {
                let gap = if self.answered > 1 { "\n" } else { "" };
                session.write(&format!("{gap}{}", text(&claim, &answer)))
            }
            Format::Jsonl => session.write(&serde_json::to_string(&answer)?),
            Format::Json => {
                self.list.push(serde_json::to_value(&answer)?);
                Ok(())
            }
        }
    }

    fn finish(self, format: Format, status: ExitCode, session: &Session) -> Result<ExitCode> {
        match (format, self.list.as_slice()) {
            (Format::Json, [one]) => session.out.print_json(one)?,
            (Format::Json, list) => session.out.print_json(&list)?,
            _ => {}
        }
        for (count, what) in [(self.remarked, "notes"), (self.wrong, "errors")] {
            if count > SHOWN {
                eprintln!("… and {} {what} more", count - SHOWN);
            }
        }
        if self.lost > 0 {
            let claims = match self.lost {
                1 => "1 claim has a service".to_owned(),
                many => format!("{many} claims have services"),
            };
            eprintln!(
                "error: {claims} that could not be read, see above: the answer is only of the others."
            );
        }
        if self.wrong > 0 {
            let answered = match self.answered {
                1 => "1 claim was answered".to_owned(),
                many => format!("{many} claims were answered"),
            };
            eprintln!(
                "{answered}; {} could not be read or answered, see above.",
                self.wrong
            );
            return Ok(ExitCode::FAILURE);
        }
        Ok(match self.lost {
            0 => status,
            _ => ExitCode::FAILURE,
        })
    }
}
