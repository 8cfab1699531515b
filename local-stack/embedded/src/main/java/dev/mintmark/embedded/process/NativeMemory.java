package dev.mintmark.embedded.process;

import java.util.List;
import java.util.Map;

/**
 * What keeps a JVM's memory outside its heap small. Its compilers, and native libraries, take much
 * for moments; glibc keeps it, in up to eight arenas for each processor.
 */
public final class NativeMemory {
  /** For glibc: threads share two arenas, which on a machine of a few processors costs no time. */
  public static final Map<String, String> ENVIRONMENT = Map.of("MALLOC_ARENA_MAX", "2");

  /** For the JVM: now and then it gives back what is free in the arenas. */
  public static final List<String> OPTIONS = List.of("-XX:TrimNativeHeapInterval=5000");

  private NativeMemory() {}
}
