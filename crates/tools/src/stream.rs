//! Files by the million: the same tools, line by line or column by column, in order and on all threads.
//!
//! A file is authorised once and metered when it ends. Each piece passes the same checks as a single request, but for tables
//! of findings, whose columns are checked by the payers' tables alone.

use crate::gate::{Ask, Batch, Context, Gate, Kind, Refusal};
use crate::library::{
    CheckRequest, CodeRequest, Letters, PriceRequest, RemitRequest, Remitted, Rewrite837Request,
    Rewriting, Rewritten, only_claim, read_sent,
};
use ligature_claim::Claim;
use ligature_codes::DateOfService;
use ligature_coding::Answer;
use ligature_edits::Setting;
use ligature_intake::{
    Claims, ColumnRemarks, Line, Lines, NoteLine, Options, Source, Trouble, history,
};
use ligature_professional::problem_text;
use ligature_remit::Sent;
use ligature_tabular::{Checker, Done, Progress as TableProgress};
use ligature_x12::RewriteError;
use rayon::prelude::*;
use serde_json::Value;
use std::collections::HashSet;
use std::io::{BufReader, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

/// Why a file was not answered to its end.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// The gate refused it.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// It cannot be read.
    #[error(transparent)]
    Unread(#[from] Trouble),
    /// It cannot be written again.
    #[error(transparent)]
    Unwritten(#[from] RewriteError),
    /// A table of lines is not as it should be.
    #[error(transparent)]
    Table(#[from] ligature_tabular::Problem),
    /// The caller could not take an answer.
    #[error(transparent)]
    Caller(#[from] std::io::Error),
}

/// A request that is a claim.
pub trait OfClaim: Ask {
    /// The request for a claim.
    fn of(claim: Claim) -> Self;
    /// Its claim.
    fn claim(self) -> Claim;
}

impl OfClaim for CheckRequest {
    fn of(claim: Claim) -> Self {
        CheckRequest(claim)
    }

    fn claim(self) -> Claim {
        self.0
    }
}

impl OfClaim for PriceRequest {
    fn of(claim: Claim) -> Self {
        PriceRequest(claim)
    }

    fn claim(self) -> Claim {
        self.0
    }
}

/// A claim of a file, answered.
pub struct Answered<A> {
    /// Where it is: `claims.jsonl, line 3`.
    pub at: String,
    /// The claim and its answer, or why there is none.
    pub answer: Result<(Claim, A), String>,
    /// Remarks on it.
    pub remarks: Vec<String>,
    /// A service of the claim could not be read: the answer is only of the others.
    pub lost: bool,
}

/// A piece of a file of claims.
pub enum Piece<A> {
    /// Something about the file as a whole.
    Notice(String),
    /// Claims, in order.
    Claims {
        /// They.
        claims: Vec<Answered<A>>,
        /// How many bytes were read so far.
        bytes: u64,
    },
}

impl<Q: OfClaim + Sync> Batch<'_, Q>
where
    Q::Answer: Send,
{
    /// Answers every claim of a file: JSON, lines of JSON, an 837P, or a table of lines.
    ///
    /// # Errors
    /// If the file cannot be read, or the caller cannot take an answer.
    pub fn claims(
        &self,
        source: &Source<'_>,
        setting: Option<Setting>,
        mut take: impl FnMut(Piece<Q::Answer>) -> std::io::Result<()>,
    ) -> Result<(), FileError> {
        let mut claims = Claims::open(source, Options::default())?;
        if let Some(unknown) = claims.unknown().filter(|_| self.is_strict()) {
            return Err(Refusal::new(Q::TOOL, Kind::BadRequest, unknown).into());
        }
        for notice in claims.notices() {
            take(Piece::Notice(notice.clone()))?;
        }
        while let Some(batch) = claims.next() {
            let answered = batch?.into_par_iter().map(|taken| {
                let mut remarks = taken.remarks;
                let claim = match taken.unknown {
                    Some(unknown) if self.is_strict() => Err(unknown),
                    unknown => {
                        remarks.extend(unknown);
                        taken.claim
                    }
                };
                let answer = claim.and_then(|mut claim| {
                    if let Some(setting) = setting {
                        claim.setting = setting;
                    }
                    let request = Q::of(claim);
                    let reply = self.ask(&request).map_err(|refusal| refusal.public)?;
                    remarks.extend(reply.noticed);
                    Ok((request.claim(), reply.answer))
                });
                Answered {
                    at: taken.at,
                    answer,
                    remarks,
                    lost: taken.lost,
                }
            });
            let answered: Vec<Answered<Q::Answer>> = answered.collect();
            take(Piece::Claims {
                claims: answered,
                bytes: claims.bytes_read(),
            })?;
        }
        Ok(())
    }
}

impl Batch<'_, CheckRequest> {
    /// Checks a table of lines (Parquet, Arrow, CSV) and writes a table of findings: pair edits, add-ons and units. A run that
    /// was interrupted goes on where it stopped. `notice` is given what is to be said of its columns.
    ///
    /// # Errors
    /// If no payer's table is loaded, or the table cannot be read or written.
    pub fn table(
        &self,
        file: &Path,
        out: &Path,
        setting: Setting,
        mut notice: impl FnMut(&str),
        progress: impl FnMut(TableProgress),
    ) -> Result<Done, FileError> {
        let library = self.library();
        let tables = library
            .tables()
            .map_err(|none| none.into_refusal(CheckRequest::TOOL))?;
        let columns = ColumnRemarks::of(file)?;
        if let Some(unknown) = columns.unknown.as_deref().filter(|_| self.is_strict()) {
            return Err(Refusal::new(CheckRequest::TOOL, Kind::BadRequest, unknown).into());
        }
        columns.all().for_each(|one| notice(one));
        let checker = Checker::new(tables, &library.claim_rules().0, setting);
        // another program may write other findings
        let seal = format!("{} {}", library.seal(), env!("CARGO_PKG_VERSION"));
        let done = ligature_tabular::run(&checker, file, out, &seal, progress)?;
        self.count(done.counts.claims);
        Ok(done)
    }
}

/// A note of a file, by the line that it is on.
pub struct NoteAnswer<'a> {
    /// Number of the line, counted from 1.
    pub line: usize,
    /// The caller's own name for it.
    pub id: &'a Value,
    /// The answer, or why there is none; never with words of the note.
    pub answer: Result<&'a Answer, &'a str>,
}

/// Sentences on unknown fields that are given for one file.
const MOST_REPORTED: usize = 20;

/// Lines and bytes of a batch of notes.
const BATCH: (usize, usize) = (2048, 16 << 20);

impl Batch<'_, CodeRequest> {
    /// Codes every note of a file of JSON lines (`id`, `note`, and its own `date`), on so many threads (0: one a processor). `form` makes of an
    /// answer what the caller writes, on the same threads; `take` is given these in order, with the bytes read so far.
    /// `notice` receives fields that are not known, each sentence once, with the first line that it is true of.
    ///
    /// # Errors
    /// If the file cannot be read, or the caller cannot take an answer.
    pub fn notes<T: Send>(
        &self,
        source: &Source<'_>,
        date: Option<DateOfService>,
        threads: usize,
        form: impl Fn(NoteAnswer<'_>) -> T + Sync,
        mut notice: impl FnMut(&str),
        mut take: impl FnMut(Vec<T>, u64) -> std::io::Result<()>,
    ) -> Result<(), FileError> {
        let unread = |error| Trouble::Unread {
            name: source.name().to_owned(),
            source: error,
        };
        let input = source.open().map_err(unread)?;
        let mut lines = Lines::new(BufReader::with_capacity(1 << 20, input));
        let threads = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .map_err(std::io::Error::other)?;
        let mut reported: HashSet<String> = HashSet::new();
        loop {
            let batch = lines.batch(BATCH.0, BATCH.1).map_err(unread)?;
            if batch.is_empty() {
                return Ok(());
            }
            let (done, unknown): (Vec<T>, Vec<Option<String>>) = threads.install(|| {
                let each = batch.par_iter();
                each.map(|line| self.line(line, date, &form)).unzip()
            });
            for (line, unknown) in batch.iter().zip(unknown) {
                if let Some(unknown) = unknown
                    && reported.len() < MOST_REPORTED
                    && !reported.contains(&unknown)
                {
                    notice(&format!("line {}: {unknown}", line.number));
                    reported.insert(unknown);
                }
            }
            take(done, lines.bytes_read())?;
        }
    }

    /// A line's answer, and its unknown fields in a sentence.
    fn line<T>(
        &self,
        line: &Line,
        date: Option<DateOfService>,
        form: &impl Fn(NoteAnswer<'_>) -> T,
    ) -> (T, Option<String>) {
        let of = |id: &Value, answer: Result<&Answer, &str>| {
            form(NoteAnswer {
                line: line.number,
                id,
                answer,
            })
        };
        let read = match NoteLine::parse(line) {
            Ok(read) => read,
            Err(bad) => return (of(&bad.id, Err(&bad.problem)), None),
        };
        let id = &read.id;
        if let Some(unknown) = read.unknown.as_deref().filter(|_| self.is_strict()) {
            return (of(id, Err(unknown)), None);
        }
        let own = read.date.as_deref().map(str::parse::<DateOfService>);
        let Ok(own) = own.transpose() else {
            let problem = "the field date is not a day such as 2024-08-14";
            return (of(id, Err(problem)), read.unknown);
        };
        // The note is text already: it is coded unchanged, so that offsets point into the caller's own string.
        // Decoding only says whether it is a note at all.
        if let Err(reason) = ligature_intake::plain_note(&read.note) {
            return (of(id, Err(&reason.to_string())), read.unknown);
        }
        let request = CodeRequest {
            note: read.note.into(),
            date: own.or(date),
            names_only: true,
        };
        let reply = catch_unwind(AssertUnwindSafe(|| self.ask(&request)));
        let answered = match reply {
            Ok(Ok(reply)) => of(id, Ok(&reply.answer)),
            Ok(Err(refusal)) => of(id, Err(&refusal.public)),
            Err(_) => of(id, Err("the program failed on this note; please report it")),
        };
        (answered, read.unknown)
    }
}

/// Claims as they were sent, against which denials are held.
#[derive(Default)]
pub struct SentClaims(Sent);

impl Gate {
    /// Reads claims as they were sent; `notice` is given what is wrong with them. Gives how many there were.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn sent_claims(
        &self,
        source: &Source<'_>,
        setting: Option<Setting>,
        sent: &mut SentClaims,
        mut notice: impl FnMut(&str),
    ) -> Result<usize, FileError> {
        Ok(read_sent(source, setting, &mut sent.0, |one| notice(one))?)
    }

    /// Reads a remittance of any size: a payment, its claims, the next payment; with letters where they are asked for.
    ///
    /// # Errors
    /// If the caller may not use it, it cannot be read, or the caller cannot take an answer.
    pub fn remittances(
        &self,
        context: &Context,
        source: &Source<'_>,
        sent: &SentClaims,
        letters: Option<&Letters>,
        mut take: impl FnMut(Remitted) -> std::io::Result<()>,
    ) -> Result<(), FileError> {
        let batch = self.batch::<RemitRequest>(context)?;
        let unread = |error| Trouble::Unread {
            name: source.name().to_owned(),
            source: error,
        };
        let mut letters = letters.cloned();
        if let Some(letters) = &mut letters {
            // what can be read once only is not read ahead
            let only = letters.complete(|| match source.again() {
                true => only_claim(source.open()?),
                false => Ok(None),
            });
            if let Some(problem) = only.map_err(unread)? {
                take(Remitted::Problem(problem.to_owned()))?;
            }
        }
        let input = source.open().map_err(unread)?;
        let library = self.library();
        for said in library.remittances(input, &sent.0, letters.as_ref()) {
            let said = said.map_err(unread)?;
            batch.count(u64::from(matches!(said, Remitted::Claim(_))));
            take(said)?;
        }
        batch.finish()?;
        Ok(())
    }

    /// Writes an 837P of any size again, the lines of each claim in the order of the fee schedule. `notice` is given what is
    /// wrong with it.
    ///
    /// # Errors
    /// If no payer's table is loaded, or the file cannot be read or written.
    pub fn rewrite_837p(
        &self,
        context: &Context,
        source: &Source<'_>,
        sink: impl Write,
        setting: Option<Setting>,
        mut notice: impl FnMut(&str),
    ) -> Result<Rewritten, FileError> {
        let batch = self.batch::<Rewrite837Request>(context)?;
        let library = self.library();
        library
            .tables()
            .map_err(|none| none.into_refusal(Rewrite837Request::TOOL))?;
        let (history, notices) = history(source)?;
        notices.iter().for_each(|one| notice(one));
        let rewriting = Rewriting {
            library,
            history: &history,
            setting,
        };
        let input = source.open().map_err(|error| Trouble::Unread {
            name: source.name().to_owned(),
            source: error,
        })?;
        let summary = rewriting.run(input, sink, |claim, problem| {
            let whose = claim.map_or_else(String::new, |n| format!("claim {n}, "));
            notice(&format!("{whose}{}", problem_text(problem)));
        })?;
        batch.count(summary.claims as u64);
        batch.finish()?;
        Ok(summary)
    }
}
