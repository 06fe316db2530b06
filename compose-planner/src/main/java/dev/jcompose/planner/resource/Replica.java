package dev.jcompose.planner.resource;

/**
 * One of the containers of a service.
 *
 * @param service key of the service in the model
 * @param number from 1; numbers are not contiguous once replicas were removed by hand
 */
public record Replica(String service, int number) implements Comparable<Replica> {
    public Replica {
        if (number < 1) {
            throw new IllegalArgumentException("replica number " + number + " of " + service + " is below 1");
        }
    }

    @Override
    public int compareTo(Replica other) {
        int byService = service.compareTo(other.service);
        return byService != 0 ? byService : Integer.compare(number, other.number);
    }

    @Override
    public String toString() {
        return service + "#" + number;
    }
}
