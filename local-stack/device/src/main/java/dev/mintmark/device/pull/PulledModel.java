package dev.mintmark.device.pull;

import java.util.SortedMap;

/**
 * A model and what it is tried with.
 *
 * @param smoke sample files by path
 * @param expected recorded outputs by path
 */
public record PulledModel(
    byte[] model, SortedMap<String, byte[]> smoke, SortedMap<String, byte[]> expected) {}
