package dev.mintmark.registry.push;

import java.io.InputStream;

/** What a client sends, read as it comes; ends with an IOException where the client breaks off. */
@FunctionalInterface
public interface PushBody {
  InputStream open();
}
