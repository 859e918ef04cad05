//! Tables of findings in Parquet, Arrow IPC and CSV.

use crate::columns::Problem;
use crate::read::{Format, file_problem};
use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::column::writer::ColumnCloseResult;
use parquet::file::metadata::ParquetMetaDataReader;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use std::fs::File;
use std::io::BufWriter;
use std::path::{Path, PathBuf};

enum Sink {
    Parquet(ArrowWriter<File>),
    Arrow(arrow_ipc::writer::FileWriter<BufWriter<File>>),
    Csv(arrow_csv::Writer<BufWriter<File>>),
}

/// Claims ascend: a list of their words would be as long as the column. Least and greatest are written once a row group.
fn properties() -> WriterProperties {
    WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .set_column_dictionary_enabled("claim".into(), false)
        .set_statistics_enabled(EnabledStatistics::Chunk)
        .build()
}

/// Puts files of Parquet of one schema together: their row groups are copied as they are.
///
/// # Errors
/// If one cannot be read, or the whole cannot be written.
pub(crate) fn append(to: &Path, schema: &SchemaRef, parts: &[PathBuf]) -> Result<(), Problem> {
    let whole = Output::create(to, Format::Parquet, schema)?;
    let Output { sink, part, to } = whole;
    let failed = |e: parquet::errors::ParquetError| file_problem("writing", &part, e);
    let Sink::Parquet(writer) = sink else {
        return Ok(());
    };
    let (mut writer, _) = writer.into_serialized_writer().map_err(failed)?;
    for path in parts {
        let unread = |e: parquet::errors::ParquetError| file_problem("reading", path, e);
        let file = File::open(path).map_err(|e| file_problem("opening", path, e))?;
        let about = ParquetMetaDataReader::new()
            .parse_and_finish(&file)
            .map_err(unread)?;
        for group in about.row_groups() {
            let mut copied = writer.next_row_group().map_err(failed)?;
            for column in group.columns() {
                let count = u64::try_from(group.num_rows()).unwrap_or(0);
                let closed = ColumnCloseResult {
                    bytes_written: u64::try_from(column.compressed_size()).unwrap_or(0),
                    rows_written: count,
                    metadata: column.clone(),
                    bloom_filter: None,
                    column_index: None,
                    offset_index: None,
                };
                copied.append_column(&file, closed).map_err(failed)?;
            }
            copied.close().map_err(failed)?;
        }
    }
    let file = writer.into_inner().map_err(failed)?;
    file.sync_all()
        .map_err(|e| file_problem("writing", &part, e))?;
    std::fs::rename(&part, &to).map_err(|e| file_problem("writing", &part, e))
}

/// A table being written: it has its name only when it is whole.
pub struct Output {
    sink: Sink,
    part: PathBuf,
    to: PathBuf,
}

impl Output {
    /// Begins a file under a temporary name.
    ///
    /// # Errors
    /// If it cannot be made.
    pub fn create(to: &Path, format: Format, schema: &SchemaRef) -> Result<Output, Problem> {
        let name = to.file_name().unwrap_or_default().to_string_lossy();
        let part = to.with_file_name(format!(".{name}.part"));
        let file = File::create(&part).map_err(|e| file_problem("writing", &part, e))?;
        let sink = match format {
            Format::Parquet => {
                let writer = ArrowWriter::try_new(file, schema.clone(), Some(properties()));
                Sink::Parquet(writer.map_err(|e| file_problem("writing", &part, e))?)
            }
            Format::Arrow => {
                let writer = arrow_ipc::writer::FileWriter::try_new(BufWriter::new(file), schema);
                Sink::Arrow(writer.map_err(|e| file_problem("writing", &part, e))?)
            }
            Format::Csv => Sink::Csv(arrow_csv::Writer::new(BufWriter::new(file))),
        };
        Ok(Output {
            sink,
            part,
            to: to.to_owned(),
        })
    }

    /// Adds rows.
    ///
    /// # Errors
    /// If they cannot be written.
    pub fn write(&mut self, batch: &RecordBatch) -> Result<(), Problem> {
        let part = &self.part;
        match &mut self.sink {
            Sink::Parquet(writer) => writer
                .write(batch)
                .map_err(|e| file_problem("writing", part, e)),
            Sink::Arrow(writer) => writer
                .write(batch)
                .map_err(|e| file_problem("writing", part, e)),
            Sink::Csv(writer) => writer
                .write(batch)
                .map_err(|e| file_problem("writing", part, e)),
        }
    }

    /// Ends the file, syncs it to the disk and gives it its name.
    ///
    /// # Errors
    /// If it cannot be written or named.
    pub fn finish(self) -> Result<(), Problem> {
        let part = self.part;
        let failed = |e: std::io::Error| file_problem("writing", &part, e);
        let file = match self.sink {
            Sink::Parquet(writer) => writer
                .into_inner()
                .map_err(|e| file_problem("writing", &part, e))?,
            Sink::Arrow(mut writer) => {
                writer
                    .finish()
                    .map_err(|e| file_problem("writing", &part, e))?;
                let buffered = writer
                    .into_inner()
                    .map_err(|e| file_problem("writing", &part, e))?;
                buffered.into_inner().map_err(|e| failed(e.into_error()))?
            }
            Sink::Csv(writer) => writer
                .into_inner()
                .into_inner()
                .map_err(|e| failed(e.into_error()))?,
        };
        file.sync_all().map_err(failed)?;
        std::fs::rename(&part, &self.to).map_err(failed)
    }
}
