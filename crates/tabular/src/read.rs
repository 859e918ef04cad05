//! Tables of lines in Parquet, Arrow IPC and CSV, batch by batch.

use crate::columns::{Claims, Problem};
use crate::names::wanted;
use crate::sheet::Sheet;
use arrow_array::cast::AsArray as _;
use arrow_array::{Array as _, BooleanArray, RecordBatch, RecordBatchReader as _};
use arrow_schema::{ArrowError, DataType, Field, Schema, SchemaRef};
use arrow_select::filter::filter_record_batch;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReaderBuilder,
};
use std::fs::File;
use std::io::{BufReader, Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::Arc;

/// Rows of a batch.
const ROWS: usize = 1 << 16;

/// Cells of a batch of a text table: of one with many columns fewer rows are read at a time.
const CELLS: usize = 1 << 20;

/// The most columns of a text table.
const MOST_COLUMNS: usize = 2000;

/// The longest first line of a text table, which names its columns, in bytes.
const LONGEST_HEADER: usize = 1 << 16;

/// Characters between the columns of a text table.
pub const COLUMN_MARKS: [char; 4] = [',', ';', '\t', '|'];

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Apache Parquet.
    Parquet,
    /// Arrow IPC, file or stream.
    Arrow,
    /// A text table with a header: columns parted by commas, semicolons, tabs or bars.
    Csv,
}

impl Format {
    /// By a file's first bytes; text that is neither is taken for CSV.
    ///
    /// # Errors
    /// If it cannot be read.
    pub fn of(path: &Path) -> Result<Format, Problem> {
        let mut head = [0; 6];
        let mut file = opened(path)?;
        let read = file
            .read(&mut head)
            .map_err(|e| file_problem("reading", path, e))?;
        Ok(match &head[..read] {
            [b'P', b'A', b'R', b'1', ..] => Format::Parquet,
            b"ARROW1" | [0xff, 0xff, 0xff, 0xff, ..] => Format::Arrow,
            _ => Format::Csv,
        })
    }

    /// By a file's ending; none if it is another one.
    #[must_use]
    pub fn named(path: &Path) -> Option<Format> {
        match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
            "parquet" | "pq" => Some(Format::Parquet),
            "arrow" | "arrows" | "ipc" | "feather" => Some(Format::Arrow),
            "csv" => Some(Format::Csv),
            _ => None,
        }
    }
}

pub(crate) fn file_problem(
    doing: &'static str,
    path: &Path,
    error: impl std::fmt::Display,
) -> Problem {
    Problem::File {
        doing,
        file: path.display().to_string(),
        why: error.to_string(),
    }
}

fn opened(path: &Path) -> Result<File, Problem> {
    File::open(path).map_err(|e| file_problem("opening", path, e))
}

/// A table being read.
pub struct Input {
    /// Its columns.
    pub schema: SchemaRef,
    /// Rows in all, where the file says so before it is read.
    pub rows: Option<u64>,
    pub(crate) sheet: Sheet,
    batches: Box<dyn Iterator<Item = Result<RecordBatch, Problem>> + Send>,
}

impl Input {
    /// Opens a file; rows before `from` are skipped.
    ///
    /// # Errors
    /// If it cannot be read, or is of no format that is known.
    pub fn open(path: &Path, from: u64) -> Result<Input, Problem> {
        Input::some(path, from, None)
    }

    /// Opens a file; columns of other names are skipped where the format allows it.
    fn some(path: &Path, from: u64, named: Option<Named>) -> Result<Input, Problem> {
        let owned = path.to_owned();
        let failed = move |error: arrow_schema::ArrowError| file_problem("reading", &owned, error);
        match Format::of(path)? {
            Format::Parquet => Input::parquet(path, from, named),
            Format::Arrow => {
                let mut file = BufReader::new(opened(path)?);
                let mut head = [0; 6];
                file.read_exact(&mut head)
                    .map_err(|e| file_problem("reading", path, e))?;
                file.seek(SeekFrom::Start(0))
                    .map_err(|e| file_problem("reading", path, e))?;
                if &head == b"ARROW1" {
                    let reader =
                        arrow_ipc::reader::FileReader::try_new(file, None).map_err(&failed)?;
                    let schema = reader.schema();
                    Ok(Input::new(
                        schema,
                        skip(reader.map(move |b| b.map_err(&failed)), from),
                    ))
                } else {
                    let reader =
                        arrow_ipc::reader::StreamReader::try_new(file, None).map_err(&failed)?;
                    let schema = reader.schema();
                    Ok(Input::new(
                        schema,
                        skip(reader.map(move |b| b.map_err(&failed)), from),
                    ))
                }
            }
            Format::Csv => {
                let mut file = opened(path)?;
                let mark = column_mark(&mut file).map_err(|e| file_problem("reading", path, e))?;
                let mark = mark.ok_or(Problem::LongHeader {
                    most: LONGEST_HEADER,
                })?;
                let header = arrow_csv::reader::Format::default()
                    .with_header(true)
                    .with_delimiter(mark);
                let (guess, _) = header.infer_schema(&mut file, Some(1)).map_err(&failed)?;
                file.seek(SeekFrom::Start(0))
                    .map_err(|e| file_problem("reading", path, e))?;
                if guess.fields().len() > MOST_COLUMNS {
                    return Err(Problem::Wide { most: MOST_COLUMNS });
                }
                let rows = (CELLS / guess.fields().len().max(1)).clamp(1, ROWS);
                // every column as text: a code that begins with 0 is no number
                let fields: Vec<Field> = guess
                    .fields()
                    .iter()
                    .map(|f| Field::new(column_name(f.name()), DataType::Utf8, true))
                    .collect();
                let schema: SchemaRef = Arc::new(Schema::new(fields));
                let mut builder = arrow_csv::ReaderBuilder::new(schema.clone())
                    .with_header(true)
                    .with_delimiter(mark)
                    .with_batch_size(rows);
                if let Some(some) = places(&schema, named) {
                    builder = builder.with_projection(some);
                }
                let reader = builder.build(file).map_err(&failed)?;
                let schema = reader.schema();
                let sheet = Sheet::with_header();
                let (mut before, rows) = (0, sheet.clone());
                let filled = reader.map(move |batch| {
                    let batch = batch.map_err(&failed)?;
                    let filled = without_empty(&batch, before, &rows).map_err(&failed);
                    before += batch.num_rows() as u64;
                    filled
                });
                Ok(Input {
                    sheet,
                    ..Input::new(schema, skip(filled, from))
                })
            }
        }
    }

    /// Opens a file for its lines: other columns are skipped where the format allows it, and words of few
    /// are read as such.
    ///
    /// # Errors
    /// As [`Input::open`].
    pub fn lines(path: &Path, from: u64) -> Result<Input, Problem> {
        match Format::of(path)? {
            Format::Parquet => Input::parquet(path, from, Some(|name| wanted(name).0)),
            _ => Input::open(path, from),
        }
    }

    /// Opens a file for the names of its claims alone.
    pub(crate) fn claims(path: &Path) -> Result<Input, Problem> {
        Input::some(path, 0, Some(Claims::named))
    }

    fn parquet(path: &Path, from: u64, named: Option<Named>) -> Result<Input, Problem> {
        let failed = |e: parquet::errors::ParquetError| file_problem("reading", path, e);
        let file = opened(path)?;
        let options = ArrowReaderOptions::new();
        let mut about = ArrowReaderMetadata::load(&file, options.clone()).map_err(failed)?;
        if named.is_some() {
            let hinted = options.with_schema(worded(about.schema()));
            about = ArrowReaderMetadata::try_new(about.metadata().clone(), hinted).unwrap_or(about);
        }
        let count = about.metadata().file_metadata().num_rows();
        let mut builder = ParquetRecordBatchReaderBuilder::new_with_metadata(file, about)
            .with_batch_size(ROWS)
            .with_offset(usize::try_from(from).unwrap_or(usize::MAX));
        if let Some(some) = places(builder.schema(), named) {
            let mask = ProjectionMask::roots(builder.parquet_schema(), some);
            builder = builder.with_projection(mask);
        }
        let reader = builder.build().map_err(failed)?;
        let owned = path.to_owned();
        Ok(Input {
            schema: reader.schema(),
            rows: u64::try_from(count).ok(),
            sheet: Sheet::default(),
            batches: Box::new(
                reader.map(move |b| b.map_err(|e| file_problem("reading", &owned, e))),
            ),
        })
    }

    fn new(
        schema: SchemaRef,
        batches: impl Iterator<Item = Result<RecordBatch, Problem>> + Send + 'static,
    ) -> Input {
        Input {
            schema,
            rows: None,
            sheet: Sheet::default(),
            batches: Box::new(batches),
        }
    }
}

impl Iterator for Input {
    type Item = Result<RecordBatch, Problem>;

    fn next(&mut self) -> Option<Self::Item> {
        self.batches.next()
    }
}

/// The rows of a text table that hold anything: spreadsheets write rows of nothing but marks. They count as no rows, as empty
/// lines do; `before` is the number of rows before these.
fn without_empty(
    batch: &RecordBatch,
    before: u64,
    sheet: &Sheet,
) -> Result<RecordBatch, ArrowError> {
    let columns = batch.columns();
    let holds = |row: usize| {
        columns
            .iter()
            .any(|column| match column.as_string_opt::<i32>() {
                Some(texts) => texts.is_valid(row) && !texts.value(row).trim().is_empty(),
                None => column.is_valid(row),
            })
    };
    let kept: BooleanArray = (0..batch.num_rows()).map(|row| Some(holds(row))).collect();
    if kept.true_count() == batch.num_rows() {
        return Ok(batch.clone());
    }
    let empty = (0..batch.num_rows()).filter(|row| !kept.value(*row));
    empty.for_each(|row| sheet.is_empty(before + row as u64 + 1));
    filter_record_batch(batch, &kept)
}

/// The name of a column as people write it in a sheet: `Claim ID`, ` code `, `Claim #`.
fn column_name(name: &str) -> String {
    let name = name.replace('#', " number ");
    let words: Vec<&str> = name
        .split([' ', '-', '\u{a0}', '\t', '.'])
        .filter(|word| !word.is_empty())
        .collect();
    words.join("_")
}

/// What parts the columns of a text table: of the marks, the one that its first line has most often outside quotes.
/// Nothing if the line is longer than names of columns can be.
fn column_mark(file: &mut File) -> std::io::Result<Option<u8>> {
    let mut head = Vec::new();
    let most = LONGEST_HEADER as u64 + 1;
    file.take(most).read_to_end(&mut head)?;
    file.seek(SeekFrom::Start(0))?;
    if head.len() > LONGEST_HEADER && !head.contains(&b'\n') {
        return Ok(None);
    }
    let mut quoted = false;
    let mut counts = [0; COLUMN_MARKS.len()];
    let first = head
        .split(|b| *b == b'\n')
        .find(|line| !line.trim_ascii().is_empty());
    for byte in first.unwrap_or_default() {
        quoted ^= *byte == b'"';
        if let Some(at) = COLUMN_MARKS
            .iter()
            .position(|mark| *mark == char::from(*byte) && !quoted)
        {
            counts[at] += 1;
        }
    }
    // of marks that occur equally often the first
    let most = (0..counts.len())
        .rev()
        .max_by_key(|at| counts[*at])
        .unwrap_or(0);
    Ok(Some(COLUMN_MARKS[most] as u8))
}

/// Whether a column of a name is read.
type Named = fn(&str) -> bool;

/// Where the columns are that are read. Without any of them all are: the message names them.
fn places(schema: &SchemaRef, named: Option<Named>) -> Option<Vec<usize>> {
    let named = named?;
    let fields = schema.fields().iter().enumerate();
    let some = fields.filter(|(_, field)| named(field.name()));
    Some(some.map(|(at, _)| at).collect()).filter(|some: &Vec<usize>| !some.is_empty())
}

/// Passes over the first rows.
fn skip(
    batches: impl Iterator<Item = Result<RecordBatch, Problem>>,
    rows: u64,
) -> impl Iterator<Item = Result<RecordBatch, Problem>> {
    let mut left = usize::try_from(rows).unwrap_or(usize::MAX);
    batches.filter_map(move |batch| match batch {
        Ok(batch) if left >= batch.num_rows() => {
            left -= batch.num_rows();
            None
        }
        Ok(batch) => {
            let from = std::mem::take(&mut left);
            Some(Ok(batch.slice(from, batch.num_rows() - from)))
        }
        file_problem => Some(file_problem),
    })
}

/// A schema in which texts of few words are read as such.
fn worded(schema: &SchemaRef) -> SchemaRef {
    let fields = schema.fields().iter().map(|field| {
        let words = field.data_type() == &DataType::Utf8 && wanted(field.name()).1;
        match words {
            true => {
                let word = Box::new(DataType::Utf8);
                let words = DataType::Dictionary(Box::new(DataType::Int32), word);
                Arc::new(field.as_ref().clone().with_data_type(words))
            }
            false => field.clone(),
        }
    });
    Arc::new(Schema::new_with_metadata(
        fields.collect::<Vec<_>>(),
        schema.metadata().clone(),
    ))
}
