package dev.mintmark.gate.cohort;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mintmark.content.Digest;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Plans the stages of a rollout. */
public final class Cohorts {
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  private Cohorts() {}

  /**
   * Devices in the order of {@code SHA-256(rollout + "\n" + device)}, which nobody can choose.
   *
   * @param rollout the rollout's id
   */
  public static Comparator<String> byHash(String rollout) {
    Comparator<String> byHash = Comparator.comparing(device -> hash(rollout, device));
    return byHash.thenComparing(Comparator.naturalOrder());
  }

  private static Digest hash(String rollout, String device) {
    return Digest.of((rollout + "\n" + device).getBytes(UTF_8));
  }

  /**
   * A stage of p percent reaches ceil(p * n / 100) of the n devices, of each class its share, and
   * all devices of the stages before.
   *
   * <p>The shares are those of Sainte-Lagu&euml;: the j-th device of a class with n devices comes
   * at (2 j - 1) / 2 n. For two classes they equal those of the largest remainder; for more, only
   * with these does a larger stage never take a device away from a class again.
   *
   * @param percents above 0 to 100, rising strictly
   * @throws IllegalArgumentException for other percents, no devices, or a device named twice
   */
  public static Plan plan(String rollout, Collection<Member> members, List<BigDecimal> percents) {
    List<Member> order = order(rollout, members);
    List<Integer> reached = new ArrayList<>();
    int before = 0;
    BigDecimal least = BigDecimal.ZERO;
    for (BigDecimal percent : percents) {
      if (percent.compareTo(least) <= 0 || percent.compareTo(HUNDRED) > 0) {
        throw new IllegalArgumentException(
            "percents must rise strictly up to 100, found " + percents);
      }
      before = reaches(percent, order.size());
      reached.add(before);
      least = percent;
    }
    return new Plan(rollout, order, reached);
  }

  /** How many of so many devices a stage reaches, with the stages before. */
  public static int reaches(BigDecimal percent, int devices) {
    return percent
        .multiply(BigDecimal.valueOf(devices))
        .divide(HUNDRED, 0, RoundingMode.CEILING)
        .intValueExact();
  }

  /**
   * The plan for so many devices of each class, where the devices themselves do not matter.
   *
   * @param devices by class
   */
  public static Plan sketch(Map<String, Integer> devices, List<BigDecimal> percents) {
    List<Member> members = new ArrayList<>();
    devices.forEach((deviceClass, count) -> {
      for (int i = 0; i < count; i++) {
        members.add(new Member(deviceClass + "-" + i, deviceClass));
      }
    });
    return plan("", members, percents);
  }

  private static List<Member> order(String rollout, Collection<Member> members) {
    if (members.isEmpty()) {
      throw new IllegalArgumentException("a rollout needs at least one device");
    }
    refuseTwice(members);
    List<Place> places = new ArrayList<>(members.size());
    byClass(members).values().forEach(devices -> place(rollout, devices, places));
    places.sort(Place.ORDER);
    return places.stream().map(Place::member).toList();
  }

  private static void refuseTwice(Collection<Member> members) {
    Set<String> seen = new HashSet<>();
    for (Member member : members) {
      if (!seen.add(member.device())) {
        throw new IllegalArgumentException("the device " + member.device() + " is named twice");
      }
    }
  }

  private static SortedMap<String, List<Member>> byClass(Collection<Member> members) {
    SortedMap<String, List<Member>> classes = new TreeMap<>();
    members.forEach(
        m -> classes.computeIfAbsent(m.deviceClass(), name -> new ArrayList<>()).add(m));
    return classes;
  }

  private static void place(String rollout, List<Member> devices, List<Place> places) {
    Map<String, Digest> hashes = new TreeMap<>();
    devices.forEach(m -> hashes.put(m.device(), hash(rollout, m.device())));
    List<Member> sorted =
        devices.stream()
            .sorted(
                Comparator.comparing((Member m) -> hashes.get(m.device()))
                    .thenComparing(Member::device))
            .toList();
    for (int i = 0; i < sorted.size(); i++) {
      places.add(new Place(2L * i + 1, sorted.size(), sorted.get(i)));
    }
  }

  /** Where a device stands among all: {@code above / below}, compared as a fraction. */
  private record Place(long above, long below, Member member) {
    static final Comparator<Place> ORDER =
        ((Comparator<Place>) (a, b) -> Long.compare(a.above * b.below, b.above * a.below))
            .thenComparing(place -> place.member.deviceClass());
  }
}
