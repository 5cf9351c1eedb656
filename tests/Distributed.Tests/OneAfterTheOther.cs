// Each test has the whole machine: five services, a broker, a database server, and processes that are killed on the way.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
