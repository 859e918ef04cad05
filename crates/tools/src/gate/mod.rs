//! The gate: every door calls every tool through it, in one order of steps and nowhere else.
//!
//! A call is authorised, metered, checked against its schema, run (away from the async threads if it is heavy), redacted, and
//! written down. Access, meter and audit are traits; the defaults are open and forgetful, and a store of
//! accounts implements them without a door being touched.

mod access;
mod context;
mod redact;
mod refusal;
pub(crate) mod tool;

#[cfg(test)]
mod tests;

pub use access::{Access, Audit, Denied, Forgetful, Free, Grant, Meter, Open, Record, Use, Wait};
pub use context::{Caller, Cancel, Context, Door, Progress, Tier};
pub use redact::{HideTitle, Redact};
pub use refusal::{Failure, Kind, Refusal, Secret};
pub use tool::{Ask, Cost, Group, Scope, Tool};

use crate::contract::About;
use crate::library::{Call, Library};
use crate::list::{TOOLS, nearest, tool};
use ligature_intake::{fill, held_against, remark, unknown_fields};
use redact::Hide;
use serde_json::Value;
use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::sync::Arc;
use std::task::{Poll, Waker};
use std::time::{Duration, Instant};

/// An answer, with remarks on the request.
#[derive(Debug, Clone, PartialEq)]
pub struct Reply<A> {
    /// The answer.
    pub answer: A,
    /// Sentences for the caller: fields of the request that are not known, codes that were read as they were meant.
    pub noticed: Vec<String>,
}

struct Inside {
    library: Library,
    about: About,
    access: Arc<dyn Access>,
    meter: Arc<dyn Meter>,
    audit: Arc<dyn Audit>,
}

/// Every capability, behind one door that knows who asks. Clones share everything.
#[derive(Clone)]
pub struct Gate(Arc<Inside>);

impl Gate {
    pub(crate) fn over(library: Library) -> Gate {
        Gate(Arc::new(Inside {
            about: library.about(),
            library,
            access: Arc::new(Open),
            meter: Arc::new(Free),
            audit: Arc::new(Forgetful),
        }))
    }

    /// The same tools behind other rules of access, another meter and another audit.
    #[must_use]
    pub fn behind(
        self,
        access: Arc<dyn Access>,
        meter: Arc<dyn Meter>,
        audit: Arc<dyn Audit>,
    ) -> Gate {
        let inside = Arc::try_unwrap(self.0).map_or_else(
            |shared| Inside {
                library: shared.library.again(),
                about: shared.about.clone(),
                access: access.clone(),
                meter: meter.clone(),
                audit: audit.clone(),
            },
            |own| Inside {
                access: access.clone(),
                meter: meter.clone(),
                audit: audit.clone(),
                ..own
            },
        );
        Gate(Arc::new(inside))
    }

    /// What this gate opens on: the book's release, its code sets and attested licences.
    #[must_use]
    pub fn about(&self) -> &About {
        &self.0.about
    }

    /// All tools.
    #[must_use]
    pub fn tools(&self) -> &'static [Tool] {
        &TOOLS
    }

    pub(crate) fn library(&self) -> &Library {
        &self.0.library
    }

    /// Makes ready what the first note would otherwise wait for.
    pub fn warm(&self) {
        self.0.library.warm();
    }

    /// Asks a tool by its name, with a request in JSON.
    ///
    /// # Errors
    /// [`Refusal`]
    pub async fn call(
        &self,
        context: &Context,
        name: &str,
        request: Value,
    ) -> Result<Reply<Value>, Refusal> {
        let tool = known(name)?;
        self.through(context, tool, request, tool.run).await
    }

    /// Asks a tool by a typed request.
    ///
    /// # Errors
    /// [`Refusal`]
    pub async fn ask<Q: Ask>(
        &self,
        context: &Context,
        request: &Q,
    ) -> Result<Reply<Q::Answer>, Refusal> {
        let (tool, request) = (known(Q::TOOL)?, written(request)?);
        self.through(context, tool, request, tool::answered::<Q>)
            .await
    }

    /// [`Gate::call`] for a caller without async: it runs on the caller's own thread.
    ///
    /// # Errors
    /// [`Refusal`]
    pub fn call_now(
        &self,
        context: &Context,
        name: &str,
        request: Value,
    ) -> Result<Reply<Value>, Refusal> {
        let tool = known(name)?;
        self.through_now(context, tool, request, tool.run)
    }

    /// [`Gate::ask`] for a caller without async.
    ///
    /// # Errors
    /// [`Refusal`]
    pub fn ask_now<Q: Ask>(
        &self,
        context: &Context,
        request: &Q,
    ) -> Result<Reply<Q::Answer>, Refusal> {
        let (tool, request) = (known(Q::TOOL)?, written(request)?);
        self.through_now(context, tool, request, tool::answered::<Q>)
    }

    /// Leave to ask one tool many times: authorised once, metered and written down when it is given back.
    ///
    /// # Errors
    /// [`Refusal`]
    pub fn batch<Q: Ask>(&self, context: &Context) -> Result<Batch<'_, Q>, Refusal> {
        let tool = known(Q::TOOL)?;
        Ok(Batch {
            grant: now(self.authorise(context, tool))?,
            gate: self,
            context: context.clone(),
            tool,
            times: std::sync::atomic::AtomicU64::new(0),
            begun: Instant::now(),
            of: std::marker::PhantomData,
        })
    }

    async fn authorise(&self, context: &Context, tool: &'static Tool) -> Result<Grant, Refusal> {
        let granted = self.0.access.may(&context.caller, tool).await;
        granted.map_err(|denied| Refusal::new(tool.name, denied.kind, denied.public))
    }

    async fn charge(
        &self,
        context: &Context,
        tool: &'static Tool,
        times: u64,
    ) -> Result<(), Refusal> {
        let used = Use {
            caller: &context.caller,
            tool,
            cost: tool.cost,
            times,
        };
        let charged = self.0.meter.charge(used).await;
        charged.map_err(|denied| Refusal::new(tool.name, denied.kind, denied.public))
    }

    async fn admit(&self, context: &Context, tool: &'static Tool) -> Result<Grant, Refusal> {
        let grant = self.authorise(context, tool).await?;
        self.charge(context, tool, 1).await?;
        Ok(grant)
    }

    async fn write_down(
        &self,
        context: &Context,
        tool: &'static Tool,
        times: u64,
        refused: Option<Kind>,
        took: Duration,
    ) {
        let record = Record {
            caller: context.caller.clone(),
            door: context.door,
            tool: tool.name,
            scope: tool.scope,
            times,
            refused,
            took,
        };
        self.0.audit.record(record).await;
    }

    async fn through<A: Send + 'static>(
        &self,
        context: &Context,
        tool: &'static Tool,
        request: Value,
        run: Run<A>,
    ) -> Result<Reply<A>, Refusal> {
        let begun = Instant::now();
        let replied = match self.admit(context, tool).await {
            Err(refusal) => Err(refusal),
            Ok(grant) if tool.cost.heavy => {
                let (inside, context) = (self.0.clone(), context.clone());
                let work = move || inside.answer(&context, tool, grant, request, run);
                let done = tokio::task::spawn_blocking(work).await;
                done.unwrap_or_else(|_| Err(fault(tool)))
            }
            Ok(grant) => self.0.answer(context, tool, grant, request, run),
        };
        let refused = replied.as_ref().err().map(|refusal| refusal.kind);
        self.write_down(context, tool, 1, refused, begun.elapsed())
            .await;
        replied
    }

    fn through_now<A: Send + 'static>(
        &self,
        context: &Context,
        tool: &'static Tool,
        request: Value,
        run: Run<A>,
    ) -> Result<Reply<A>, Refusal> {
        let begun = Instant::now();
        let replied = match now(self.admit(context, tool)) {
            Err(refusal) => Err(refusal),
            Ok(grant) => self.0.answer(context, tool, grant, request, run),
        };
        let refused = replied.as_ref().err().map(|refusal| refusal.kind);
        now(self.write_down(context, tool, 1, refused, begun.elapsed()));
        replied
    }
}

/// Runs a tool: reads the request, answers, redacts.
type Run<A> = fn(&Library, &Call<'_>, &Value, Hide) -> Result<(A, Vec<String>), Failure>;

impl Inside {
    /// Validates, runs and redacts. A panic ends as a fault.
    fn answer<A>(
        &self,
        context: &Context,
        tool: &'static Tool,
        grant: Grant,
        mut request: Value,
        run: Run<A>,
    ) -> Result<Reply<A>, Refusal> {
        let mut remarks = validated(context, tool, &mut request)?;
        let call = Call { context };
        let hide = match (tool.scope, grant.licensed_text) {
            (Scope::Public, _) | (_, true) => Hide::Nothing,
            (Scope::LicensedText | Scope::PatientText, false) => Hide::LicensedText,
        };
        let ran = catch_unwind(AssertUnwindSafe(|| {
            run(&self.library, &call, &request, hide)
        }));
        match ran {
            Ok(Ok((answer, more))) => {
                remarks.extend(more);
                Ok(Reply {
                    answer,
                    noticed: remarks,
                })
            }
            Ok(Err(failure)) => Err(guarded(tool, &request, failure.into_refusal(tool.name))),
            Err(_) => Err(fault(tool)),
        }
    }
}

/// Fills in what the call is about, notices unknown fields, and holds the request against its schema.
fn validated(
    context: &Context,
    tool: &'static Tool,
    request: &mut Value,
) -> Result<Vec<String>, Refusal> {
    let schema = tool.request();
    let date = context.date.map(|date| date.to_string());
    let setting = context.setting.map(|setting| setting.id().to_owned());
    let defaults = [
        ("date", date.clone()),
        ("date_of_service", date),
        ("locality", context.locality.clone()),
        ("setting", setting),
    ];
    fill(request, schema, &defaults);
    held_against(request, schema)
        .map_err(|bad| Refusal::field(tool.name, &bad.path, bad.public))?;
    let unknown = unknown_fields(request, schema);
    match remark(&unknown) {
        Some(words) if context.strict => Err(Refusal::new(tool.name, Kind::BadRequest, words)),
        noticed => Ok(noticed.into_iter().collect()),
    }
}

/// A run of a patient's text that no refusal may quote, in characters.
const LONGEST_QUOTE: usize = 16;

/// Withholds a refusal of a tool that takes a patient's text where its words quote the request at length.
fn guarded(tool: &'static Tool, request: &Value, mut refusal: Refusal) -> Refusal {
    let quotes = |text: &str| {
        let starts = refusal.public.char_indices().map(|(at, _)| at);
        starts.into_iter().any(|at| {
            let rest = &refusal.public[at..];
            let end = rest.char_indices().nth(LONGEST_QUOTE).map(|(end, _)| end);
            end.is_some_and(|end| text.contains(&rest[..end]))
        })
    };
    if tool.scope == Scope::PatientText && any_text(request, &quotes) {
        refusal.withhold("the request cannot be answered; its words are not repeated here");
    }
    refusal
}

/// Whether any text of a value is so.
fn any_text(value: &Value, so: &dyn Fn(&str) -> bool) -> bool {
    match value {
        Value::String(text) => so(text),
        Value::Array(all) => all.iter().any(|one| any_text(one, so)),
        Value::Object(fields) => fields.values().any(|one| any_text(one, so)),
        _ => false,
    }
}

fn fault(tool: &'static Tool) -> Refusal {
    let public = "something went wrong here; nothing of the request was kept";
    Refusal::new(tool.name, Kind::Fault, public)
}

fn known(name: &str) -> Result<&'static Tool, Refusal> {
    tool(name).ok_or_else(|| {
        let near = match nearest(name) {
            Some(near) => format!("; did you mean `{near}`?"),
            None => String::new(),
        };
        let public = format!("there is no tool of this name{near}");
        Refusal::new("unknown", Kind::NotFound, public)
    })
}

fn written<Q: Ask>(request: &Q) -> Result<Value, Refusal> {
    serde_json::to_value(request).map_err(|_| {
        let public = "the request cannot be read";
        Refusal::new(Q::TOOL, Kind::BadRequest, public)
    })
}

/// Leave to ask one tool many times, from several threads.
pub struct Batch<'g, Q> {
    gate: &'g Gate,
    context: Context,
    tool: &'static Tool,
    grant: Grant,
    times: std::sync::atomic::AtomicU64,
    begun: Instant,
    of: std::marker::PhantomData<fn(Q)>,
}

impl<Q: Ask> Batch<'_, Q> {
    /// Asks the tool.
    ///
    /// # Errors
    /// [`Refusal`]
    pub fn ask(&self, request: &Q) -> Result<Reply<Q::Answer>, Refusal> {
        self.count(1);
        let (tool, request) = (self.tool, written(request)?);
        let run = tool::answered::<Q>;
        let inside = &self.gate.0;
        inside.answer(&self.context, tool, self.grant, request, run)
    }

    pub(crate) fn library(&self) -> &Library {
        self.gate.library()
    }

    /// Whether fields that are not known are refused.
    pub(crate) fn is_strict(&self) -> bool {
        self.context.strict
    }

    /// Counts requests that were answered in another way, as columns of a table are.
    pub(crate) fn count(&self, times: u64) {
        self.times
            .fetch_add(times, std::sync::atomic::Ordering::Relaxed);
    }

    /// Meters the batch and writes it down.
    ///
    /// # Errors
    /// [`Refusal`] if the meter says that it was too much.
    pub fn finish(self) -> Result<(), Refusal> {
        let times = self.times.load(std::sync::atomic::Ordering::Relaxed);
        let charged = now(self.gate.charge(&self.context, self.tool, times));
        let refused = charged.as_ref().err().map(|refusal| refusal.kind);
        let took = self.begun.elapsed();
        let gate = self.gate;
        now(gate.write_down(&self.context, self.tool, times, refused, took));
        charged
    }
}

/// Waits for a value on this thread: at once where it is ready, else on a runtime of its own.
fn now<T>(wait: impl Future<Output = T>) -> T {
    let mut wait = pin!(wait);
    let mut ready = std::task::Context::from_waker(Waker::noop());
    if let Poll::Ready(value) = wait.as_mut().poll(&mut ready) {
        return value;
    }
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    match runtime {
        Ok(runtime) => runtime.block_on(wait),
        Err(_) => loop {
            if let Poll::Ready(value) = wait.as_mut().poll(&mut ready) {
                return value;
            }
            std::thread::yield_now();
        },
    }
}
