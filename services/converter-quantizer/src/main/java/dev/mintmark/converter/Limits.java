package dev.mintmark.converter;

/** The largest model and the largest sample that are read, in bytes. */
record Limits(int model, int sample) {}
