using Gateway.Api;
using Gateway.Configuration;
using Microsoft.Extensions.Configuration;

namespace Gateway.Tests.Configuring;

/// <summary>Every setting that a person can change has a name that a person understands.</summary>
public class SettingWordsTests
{
    [Fact]
    public void Every_setting_has_its_words_and_no_word_is_for_a_setting_that_is_not_there()
    {
        var settings = SettingCatalogue.Of(SettingsLayers.Of(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Gateway:Buses:cellar:Address"] = "tcp://127.0.0.1:1",
            ["Gateway:Groups:flats:Retention"] = "40 days",
        }).Build())).ToList();
        Assert.All(settings, setting => Assert.NotEqual(setting.Key, setting.Label));
        Assert.Equal(SettingWords.Count, settings.Count);
    }
}
