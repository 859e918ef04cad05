//! `POST /claims/file`: an 837P, chosen or pasted, as its claims with their findings.
//!
//! The file lives in this request only: it is in no URL, no log and no file, and the response may not be kept.

use super::answered;
use crate::intake::{Refused, Taken, form, next, take};
use crate::site::App;
use crate::view::claims::{Answered, FileAnswer, OfFile, file_page, refused_page};
use axum::extract::{Request, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use ligature_professional::{History, claim, told};
use ligature_tools::ToolError;
use ligature_x12::{Part, Parts, Problem};

/// The largest file taken, in bytes.
pub(crate) const LARGEST: usize = 4 * 1024 * 1024;
/// Claims that one page shows.
pub(crate) const SHOWN: usize = 50;
/// What is not said of the others.
const UNSHOWN: &str = "claims that are not shown were counted, not looked at one by one: what is wrong inside them is not told here";
/// Problems of a claim, or of the file as a whole, that are held.
const PROBLEMS: usize = 1000;

/// What the form held.
#[derive(Default)]
struct Sent {
    text: Taken,
    file: Taken,
    locality: String,
}

/// `POST /claims/file`
pub(crate) async fn ask(State(app): State<App>, request: Request) -> Response {
    let mut sent = Sent::default();
    let read = read(request, &mut sent).await;
    let locality = sent.locality.clone();
    let answer = match read {
        Ok(()) => answer(&app, sent).await,
        Err(refused) => Err(refused),
    };
    let frame = app.frame("");
    let mut response = match answer {
        Ok(answer) => {
            file_page(&frame, &app.library.claim_rules().0, &locality, &answer).into_response()
        }
        Err(refused) => {
            (refused.status(), refused_page(&frame, &locality, &refused)).into_response()
        }
    };
    response
        .headers_mut()
        .insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

async fn read(request: Request, sent: &mut Sent) -> Result<(), Refused> {
    let mut form = form(request).await?;
    while let Some(field) = next(&mut form).await? {
        match field.name() {
            Some("text") => sent.text = take(field, LARGEST).await?,
            Some("file") => sent.file = take(field, LARGEST).await?,
            Some("locality") => {
                let locality = take(field, 12).await?;
                sent.locality = String::from_utf8_lossy(&locality.bytes).trim().to_owned();
            }
            _ => {
                take(field, 0).await?;
            }
        }
    }
    Ok(())
}

/// A file, where one was sent, else the text.
async fn answer(app: &App, sent: Sent) -> Result<FileAnswer, Refused> {
    let taken = match sent.file.size {
        0 => sent.text,
        _ => sent.file,
    };
    if taken.size > LARGEST {
        return Err(Refused::TooLarge);
    }
    if taken.bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(Refused::Empty);
    }
    let app = app.clone();
    // away from the threads that serve everyone; a panic there ends as an error here
    let work = move || claims(&taken.bytes, |of| one(&app, of, &sent.locality));
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|_| Refused::Ours)
}

/// The claims of a file, the first [`SHOWN`] of them checked. What is wrong with the file stands with the claim in which it
/// was noticed, or the one before; what stands at none that is shown, apart.
fn claims(
    bytes: &[u8],
    check: impl Fn(ligature_claim::Claim) -> Result<Answered, ToolError>,
) -> FileAnswer {
    let mut answer = FileAnswer::default();
    // what other claims of the file tell of a patient counts as earlier services
    let history = History::read(bytes).unwrap_or_default();
    let mut parts = Parts::new(bytes);
    while let Some(part) = parts.next() {
        let Ok(part) = part else { break };
        let noticed = words(&parts.problems_until(&part));
        match part {
            Part::Claim(of) if answer.count < SHOWN => {
                answer.count += 1;
                let (mut read, problems) = claim(&of);
                read.earlier = history.earlier(answer.count, &of, &read);
                for (place, line) in (1..).zip(&mut read.lines) {
                    line.line = place;
                }
                // the day of most claims is one; a line without one must not be given another's
                if read.lines.iter().all(|l| l.date_of_service.is_some()) {
                    read.date_of_service = read.lines.first().and_then(|l| l.date_of_service);
                }
                answer.claims.push(OfFile {
                    id: read.id.clone(),
                    problems: [noticed, words(&problems)].concat(),
                    answer: check(read),
                });
                continue;
            }
            Part::Claim(_) => {
                if answer.count == SHOWN {
                    answer.problems.insert(0, UNSHOWN.to_owned());
                }
                answer.count += 1;
            }
            Part::Payment(_) => answer.payments = true,
            Part::Frame(_) | Part::End(..) => {}
        }
        beside(&mut answer, noticed);
    }
    let rest = words(&parts.problems());
    beside(&mut answer, rest);
    answer
}

/// Problems that were noticed behind a claim stand with it, unless that claim is not shown.
fn beside(answer: &mut FileAnswer, problems: Vec<String>) {
    let last = answer.claims.last_mut();
    let kept = match last.filter(|_| answer.count <= SHOWN) {
        Some(last) => &mut last.problems,
        None => &mut answer.problems,
    };
    kept.extend(problems);
    kept.truncate(PROBLEMS);
}

fn words(problems: &[Problem]) -> Vec<String> {
    problems.iter().map(told).collect()
}

fn one(app: &App, mut claim: ligature_claim::Claim, locality: &str) -> Result<Answered, ToolError> {
    locality.clone_into(&mut claim.locality);
    answered(app, claim)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "ISA*00*          *00*          *ZZ*CLINIC         *ZZ*CLEARING       *250220*0900*^*00501*000000042*0*T*:~\
        GS*HC*CLINIC*CLEARING*20250220*0900*7*X*005010X222A1~ST*837*0001*005010X222A1~BHT*0019*00*B1*20250220*0900*CH~\
        HL*1**20*1~HL*2*1*22*0~SBR*P*18*******MB~";

    /// A file of so many claims with one change: what is said apart from those that are shown.
    fn check(count: usize, from: &str, to: &str, wanted: &[&str]) {
        let claims = (1..=count).map(|n| {
            format!(
                "CLM*C{n}*1***21:B:1~HI*ABK:K5650~LX*1~SV1*HC:44120*1*UN*1***1~DTP*472*D8*20250203~"
            )
        });
        let claims = claims.collect::<String>().replace(from, to);
        let segments = 5 * count + 6;
        let file = format!("{HEAD}{claims}SE*{segments}*0001~GE*1*7~IEA*1*000000042~");
        let answer = super::claims(file.as_bytes(), |_| Err(ToolError::Wrong(String::new())));
        assert_eq!(answer.count, count, "{from}");
        assert_eq!(answer.claims.len(), count.min(SHOWN), "{from}");
        let said = answer.problems.iter();
        let said: Vec<&str> = said
            .map(|said| said.split_once("): ").map_or(said.as_str(), |(_, why)| why))
            .collect();
        assert_eq!(said, wanted, "{from}");
    }

    #[test]
    fn what_is_noticed_at_claims_that_are_not_shown_is_said_apart() {
        let empty = "worth a look: two end marks stand here with no segment between them";
        check(SHOWN, "CLM*C9*", "~CLM*C9*", &[]);
        check(SHOWN + 9, "CLM*C9*", "~CLM*C9*", &[UNSHOWN]);
        check(SHOWN + 9, "CLM*C52*", "~CLM*C52*", &[UNSHOWN, empty]);
    }
}
