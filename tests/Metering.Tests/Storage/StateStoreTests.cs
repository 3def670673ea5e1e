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
    public async Task What_is_drawn_once_stays()
    {
        await using var store = new TemporaryStore();

        var drawn = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => store.State.GetOrAddAsync("serial", $"{i}")));

        Assert.Equal("0", Assert.Single(drawn.Distinct()));
        await store.ReopenAsync();
        Assert.Equal("0", await store.State.GetOrAddAsync("serial", "9"));
    }
}
