package dev.mintmark.json;

import org.jspecify.annotations.Nullable;

/** Bytes that are not one strict JSON object. The message reads on from "it". */
public final class UnreadableJsonException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  UnreadableJsonException(String found, @Nullable Throwable cause) {
    super(found, cause);
  }
}
