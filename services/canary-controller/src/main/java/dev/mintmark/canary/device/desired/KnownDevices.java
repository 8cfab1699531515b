package dev.mintmark.canary.device.desired;

import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The fleet in memory, as committed: loaded at the start, told of every commit. Where a commit's
 * end was not heard, it is {@linkplain #doubt doubted} and read again; new devices and orders are
 * looked for each second in any case, whichever instance wrote them.
 */
@Singleton
public class KnownDevices {
  private final ConcurrentHashMap<String, KnownDevice> devices = new ConcurrentHashMap<>();
  private final Waiters waiters;
  private volatile boolean loaded;
  private volatile boolean doubted = true;

  KnownDevices(Waiters waiters) {
    this.waiters = waiters;
  }

  public Optional<KnownDevice> find(String device) {
    return Optional.ofNullable(devices.get(device));
  }

  /** Whether every device that was enrolled is known. */
  public boolean loaded() {
    return loaded;
  }

  /** Takes in what was committed; what is known already, or older, changes nothing. */
  public void learn(KnownDevice news) {
    KnownDevice before = devices.get(news.device());
    KnownDevice after = devices.merge(news.device(), news, KnownDevice::newest);
    if (!after.equals(before)) {
      waiters.wake(news.device());
    }
  }

  public void learnAll(Collection<KnownDevice> news) {
    news.forEach(this::learn);
  }

  /** Something may have been committed that was not heard of: has the tables read again soon. */
  public void doubt() {
    doubted = true;
  }

  boolean doubted() {
    return doubted;
  }

  /** To be called before the tables are read: a doubt that comes meanwhile is for the next time. */
  void trust() {
    doubted = false;
  }

  void allLoaded() {
    loaded = true;
  }

  int size() {
    return devices.size();
  }
}
