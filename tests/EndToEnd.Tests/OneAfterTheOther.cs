// Each test has the whole machine: a platform, a Holdfast, and processes that are killed on the way.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
