package dev.mintmark.kit.handoff;

import dev.mintmark.content.Digest;
import dev.mintmark.kit.refusal.Refusal;
import dev.mintmark.kit.store.ArtifactStore;
import jakarta.inject.Singleton;
import org.apache.avro.specific.SpecificRecord;

/** Follows a release's hand-offs back by digest: the value of every event is an artifact. */
@Singleton
public class EventChain {
  private final ArtifactStore store;

  public EventChain(ArtifactStore store) {
    this.store = store;
  }

  /**
   * The event whose value has that digest.
   *
   * @param digest {@code sha256:<hex>}, as {@code handOff.previous} or {@code handOff.request} has
   *     it
   * @throws dev.mintmark.kit.refusal.RefusedException ART-001 when its value is gone, KIT-020 when
   *     it is another event
   */
  public <T extends SpecificRecord> T read(String digest, Class<T> type) {
    try {
      byte[] value = store.read(Digest.parse(digest), EventCodec.MAX_BYTES);
      return new EventVersions<>(type).read(value);
    } catch (UnreadableException | IllegalArgumentException e) {
      throw new Refusal(
              "KIT-020",
              "the event " + digest,
              "it is not a " + type.getSimpleName() + ": " + e.getMessage(),
              "find out who wrote the event that names it")
          .asException();
    }
  }
}
