namespace Metering.Tests.Storage;

public class StateStoreTests
{
    [Fact]
    public async Task What_was_set_is_there_after_a_restart()
    {
        await using var store = new TemporaryStore();
        await store.State.SetAsync("serial", "0200000001");
        await store.State.SetAsync("counter", "1");
        await store.State.SetAsync("counter", "2");
        await store.State.SetAsync("gone", "x");
        await store.State.RemoveAsync("gone");
        await store.State.RemoveAsync("never there");

        await store.ReopenAsync();

        Assert.Equal([new("counter", "2"), new("serial", "0200000001")], store.State.State);
    }

    [Fact]
    public async Task All_names_with_a_beginning_go_together_in_memory_and_on_disk()
    {
        await using var store = new TemporaryStore();
        foreach (var name in new[] { "floor.A.1", "floor.A.2", "floor.AB.1", "floor.a.1", "floor.A", "floor_A.1", "%" })
        {
            await store.State.SetAsync(name, "1");
        }

        await store.State.RemoveAllAsync("floor.A.");
        await store.State.RemoveAllAsync("never there");

        string[] left = ["%", "floor.A", "floor.AB.1", "floor.a.1", "floor_A.1"];
        Assert.Equal(left, store.State.State.Keys);
        await store.ReopenAsync();
        Assert.Equal(left, store.State.State.Keys);
    }

    [Fact]
    public async Task What_is_drawn_once_stays()
    {
        await using var store = new TemporaryStore();

        var drawn = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => store.State.GetOrAddAsync("serial", $"{i}")));

        Assert.Equal("0", Assert.Single(drawn.Distinct()));
        await store.ReopenAsync();
        Assert.Equal("0", await store.State.GetOrAddAsync("serial", "9"));
    }
}
