package dev.mintmark.image.refusal;

import java.util.Arrays;
import java.util.Optional;

/** What a gate finds in an image; the more telling ones come first. */
public enum ImageFinding {
  ONNX_RUNTIME_ON_MUSL(
      "onnx-runtime-on-musl", "IMG-034", "build on a base with glibc, such as Debian's"),
  LIBC("libc", "IMG-033", "give the file that was built for the image's C library"),
  INTERPRETER(
      "interpreter",
      "IMG-032",
      "add the loader, by the package of the C library, or link statically"),
  MACHINE("machine", "IMG-036", "give the file that was built for that platform, or leave it out"),
  UNREADABLE(
      "unreadable", "IMG-037", "give a file that its linker made, or allow it if nothing loads it"),
  LIBRARY("library", "IMG-030", "add the package that brings it, or leave the file out"),
  GLIBC(
      "glibc",
      "IMG-035",
      "give a file that was built for an older glibc, or a base with a newer one"),
  SYMBOL_VERSION(
      "symbol-version", "IMG-031", "add the version of the library that the file was built with"),
  SECRET("secret", "IMG-040", "leave it out, and replace the secret: it has been copied"),
  SETUID("setuid", "IMG-038", "give it another mode, or leave it out"),
  SETGID("setgid", "IMG-038", "give it another mode, or leave it out"),
  WORLD_WRITABLE("world-writable", "IMG-039", "take the right to write away from others");

  private final String word;
  private final String code;
  private final String advice;

  ImageFinding(String word, String code, String advice) {
    this.word = word;
    this.code = code;
    this.advice = advice;
  }

  /** As a release's {@code image.allow} names it. */
  public String word() {
    return word;
  }

  String code() {
    return code;
  }

  String advice() {
    return advice;
  }

  /** Whether a release may keep it with a reason; what can never run may not be kept. */
  public boolean isAllowable() {
    return this != ONNX_RUNTIME_ON_MUSL;
  }

  /** Empty for a word that is none. */
  public static Optional<ImageFinding> of(String word) {
    return Arrays.stream(values()).filter(finding -> finding.word.equals(word)).findFirst();
  }
}
