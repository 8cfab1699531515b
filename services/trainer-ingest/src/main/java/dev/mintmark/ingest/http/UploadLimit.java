package dev.mintmark.ingest.http;

/** The largest upload that is taken, in bytes. */
public record UploadLimit(long bytes) {}
