import { describe, expect, it } from 'vitest';
import type { Utm } from '../contract/index.ts';
import { acquisition } from './acquisition.ts';
import { isReferrerSpam } from './referrer-spam.ts';

describe('acquisition', () => {
  it.each<[string, { utm?: Utm; click?: string; host?: string }, string | undefined, string]>([
    ['nothing', {}, undefined, 'Direct'],
    ['a search engine in any country', { host: 'www.google.co.uk' }, 'Google', 'Organic Search'],
    ['a host that only begins like one', { host: 'google.example.com' }, 'google.example.com', 'Referral'],
    ['a mail of the same company', { host: 'mail.google.com' }, 'Gmail', 'Email'],
    ['an assistant of the same company', { host: 'gemini.google.com' }, 'Gemini', 'AI Assistants'],
    ['a search app', { host: 'com.google.android.googlequicksearchbox' }, 'Google', 'Organic Search'],
    ['a social network by its short address', { host: 't.co' }, 'X', 'Organic Social'],
    ['a social network by its mobile address', { host: 'm.facebook.com' }, 'Facebook', 'Organic Social'],
    ['a video site', { host: 'www.youtube.com' }, 'YouTube', 'Organic Video'],
    ['an assistant', { host: 'chatgpt.com' }, 'ChatGPT', 'AI Assistants'],
    ['a shop', { host: 'www.etsy.com' }, 'Etsy', 'Organic Shopping'],
    ['any other site', { host: 'www.gallery.example' }, 'gallery.example', 'Referral'],
    ['a newsletter', { utm: { source: 'Newsletter', medium: 'email' } }, 'newsletter', 'Email'],
    ['a campaign by the name of a known place', { utm: { source: 'google', medium: 'cpc' } }, 'Google', 'Paid Search'],
    ['a campaign by a short name', { utm: { source: 'fb', medium: 'paid_social' } }, 'Facebook', 'Paid Social'],
    ['a paid click from a social network', { utm: { source: 'instagram', medium: 'cpc' } }, 'Instagram', 'Paid Social'],
    ['a banner', { utm: { source: 'art-magazine.example', medium: 'banner' } }, 'art-magazine.example', 'Display'],
    ['cost per thousand', { utm: { source: 'network', medium: 'cpm' } }, 'network', 'Display'],
    ['an affiliate', { utm: { source: 'friend', medium: 'affiliate' } }, 'friend', 'Affiliates'],
    ['a text message', { utm: { source: 'twilio', medium: 'sms' } }, 'twilio', 'SMS'],
    ['a push message', { utm: { source: 'app', medium: 'web-push' } }, 'app', 'Mobile Push Notifications'],
    ['a podcast', { utm: { source: 'show', medium: 'podcast' } }, 'show', 'Audio'],
    ['a campaign without a medium from a known place', { utm: { source: 'chatgpt.com' } }, 'ChatGPT', 'AI Assistants'],
    ['a campaign that says nothing usual', { utm: { source: 'poster' } }, 'poster', 'Unassigned'],
    ['a campaign before the referrer', { utm: { source: 'newsletter', medium: 'email' }, host: 'www.google.com' }, 'newsletter', 'Email'],
    ['a click id before the referrer', { click: 'gclid', host: 'www.google.com' }, 'Google', 'Paid Search'],
    ['a click id that is on every link', { click: 'fbclid' }, 'Facebook', 'Organic Social'],
    ['a click id beside a paid campaign', { utm: { source: 'facebook', medium: 'paid' }, click: 'fbclid' }, 'Facebook', 'Paid Social'],
    ['an unknown click id', { click: 'xclid', host: 'www.bing.com' }, 'Bing', 'Organic Search'],
    ['words that are names of JavaScript\'s own', { utm: { source: 'constructor', medium: '__proto__' }, click: 'toString' }, 'constructor', 'Unassigned'],
  ])('takes %s', (_, { utm, click, host }, source, channel) => {
    expect(acquisition(utm, click, host)).toEqual({ source, channel });
  });
});

describe('referrer spam', () => {
  it('is known by its host and everything under it', () => {
    expect(['semalt.com', 'www.semalt.com', 'a.b.semalt.com'].map(isReferrerSpam)).toEqual([true, true, true]);
    expect(['notsemalt.com', 'semalt.com.example', 'com', ''].map(isReferrerSpam)).toEqual([false, false, false, false]);
  });
});
